import type {
  ExpressionSpecification,
  LayerSpecification,
  LineLayerSpecification,
  Map as MapLibre,
  StyleSpecification,
} from 'maplibre-gl';
import type { Tokens } from '../ui/tokens';
import { putIn, type Step, stepLayers } from './stack';

/** The family that map names are drawn with; the page has it bundled, so no glyph server is needed. */
export const MAP_FONT = ['Be Vietnam Pro'];

/** The source of outlines and names; it knows no filter, so the ground never changes with one. */
export const GROUND = 'ground';

const SEA = 'water';

/** The outline of areas that have one for good. */
export const OWN_OUTLINE = 'ground-own';

/** emptyStyle is a map with nothing but water, and the steps that all else is put in. */
export function emptyStyle(tokens: Tokens): StyleSpecification {
  return {
    version: 8,
    sources: {},
    state: { [OUTLINED]: { default: false } },
    layers: [{ id: SEA, type: 'background', paint: { 'background-color': tokens.water } }, ...stepLayers()],
    transition: { duration: 0, delay: 0 },
  };
}

/** A layer and its place in the stack. */
export type Placed = readonly [step: Step, layer: LayerSpecification];

/** groundLayers are land, borders, the outline of the chosen area, and names. */
export function groundLayers(tokens: Tokens): Placed[] {
  const areas = { source: GROUND, 'source-layer': 'areas' };
  return [
    [
      'ground',
      {
        id: 'ground-land',
        type: 'fill',
        ...areas,
        paint: { 'fill-color': tokens.land, 'fill-antialias': false },
      },
    ],
    [
      'lines',
      {
        id: 'ground-borders',
        type: 'line',
        ...areas,
        paint: {
          'line-color': tokens.border,
          'line-width': ['interpolate', ['linear'], ['zoom'], 8, 0.4, 12, 0.9, 15, 1.4],
        },
      },
    ],
    [
      'outlines',
      {
        id: 'ground-outline',
        type: 'line',
        ...areas,
        layout: { 'line-join': 'round' },
        paint: outlinePaint(tokens),
      },
    ],
    [
      'outlines',
      {
        id: OWN_OUTLINE,
        type: 'line',
        ...areas,
        layout: { 'line-join': 'round' },
        filter: ['==', ['get', 'code'], ''],
        paint: { 'line-color': tokens.outline, 'line-width': 2.5 },
      },
    ],
    ['names', areaNames(tokens)],
  ];
}

/** The layer of the names of areas. */
export const NAMES = 'ground-names';

/** areaName is what an area is called on the map: its own name, or the English one where it has one. */
export function areaName(english: boolean): ExpressionSpecification {
  const own: ExpressionSpecification = ['get', 'name'];
  return english ? ['case', ['!=', ['coalesce', ['get', 'name_en'], ''], ''], ['get', 'name_en'], own] : own;
}

function areaNames(tokens: Tokens): LayerSpecification {
  return {
    id: NAMES,
    type: 'symbol',
    source: GROUND,
    'source-layer': 'area_labels',
    minzoom: 8,
    layout: {
      'text-field': areaName(false),
      'text-font': MAP_FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 9, 10, 13, 12.5, 16, 15],
      'text-max-width': 7,
      'text-line-height': 1.25,
      'text-padding': 6,
      'symbol-sort-key': ['-', 0, ['get', 'n']],
    },
    paint: { 'text-color': tokens.place, 'text-halo-color': tokens.halo, 'text-halo-width': 1.6 },
  };
}

/** paintSea gives the water that all lies in the colour of the theme. */
export function paintSea(map: MapLibre, tokens: Tokens): void {
  map.setPaintProperty(SEA, 'background-color', tokens.water);
}

/** putAll adds layers; those that are there get the colours of the theme, and nothing is loaded again. */
export function putAll(map: MapLibre, layers: readonly Placed[]): void {
  for (const [step, layer] of layers) {
    if (!map.getLayer(layer.id)) putIn(map, step, layer);
    else repaint(map, layer);
  }
}

/** removeAll takes layers away, and the source that they drew. */
export function removeAll(map: MapLibre, layers: readonly Placed[], source: string): void {
  for (const [, { id }] of layers) if (map.getLayer(id)) map.removeLayer(id);
  if (map.getSource(source)) map.removeSource(source);
}

function repaint(map: MapLibre, { id, paint }: LayerSpecification): void {
  for (const [property, value] of Object.entries(paint ?? {})) {
    map.setPaintProperty(id, property as Parameters<MapLibre['setPaintProperty']>[1], value);
  }
}

/** The map's own state: whether anything has an outline. */
export const OUTLINED = 'outlined';

/**
 * outlinePaint draws the outline of what is chosen or pointed at; nothing else
 * has one. While nothing is outlined the layer is left out of every frame, which
 * saves a tenth of what one takes.
 */
export function outlinePaint(tokens: Tokens): NonNullable<LineLayerSpecification['paint']> {
  return {
    'line-color': tokens.outline,
    'line-width': outlineWidth(),
    'line-opacity': ['case', ['global-state', OUTLINED], 1, 0],
  };
}

function outlineWidth(): ExpressionSpecification {
  return [
    'case',
    ['boolean', ['feature-state', 'selected'], false],
    3,
    ['boolean', ['feature-state', 'hover'], false],
    1.5,
    0,
  ];
}
