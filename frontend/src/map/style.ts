import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Tokens } from '../ui/tokens';

/** The family that map names are drawn with; the page has it bundled, so no glyph server is needed. */
const MAP_FONT = ['Be Vietnam Pro'];

/** Layers of the data are put in below these two, so that borders and names stay readable. */
export const BORDERS = 'ground-borders';
export const NAMES = 'ground-names';
export const LAND = 'ground-land';
/** The source of outlines and names; it knows no filter, so the ground never changes with one. */
export const GROUND = 'ground';

/** emptyStyle is a map with nothing but water. */
export function emptyStyle(tokens: Tokens): StyleSpecification {
  return {
    version: 8,
    sources: {},
    layers: [{ id: 'water', type: 'background', paint: { 'background-color': tokens.water } }],
    transition: { duration: 0, delay: 0 },
  };
}

/** groundLayers are land, borders, the outline of the chosen area, and names. */
export function groundLayers(tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: LAND,
      type: 'fill',
      source: GROUND,
      'source-layer': 'areas',
      paint: { 'fill-color': tokens.land, 'fill-antialias': false },
    },
    {
      id: BORDERS,
      type: 'line',
      source: GROUND,
      'source-layer': 'areas',
      paint: {
        'line-color': tokens.border,
        'line-width': ['interpolate', ['linear'], ['zoom'], 8, 0.4, 12, 0.9, 15, 1.4],
      },
    },
    {
      id: 'ground-outline',
      type: 'line',
      source: GROUND,
      'source-layer': 'areas',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': tokens.outline, 'line-width': outlineWidth() },
    },
    {
      id: NAMES,
      type: 'symbol',
      source: GROUND,
      'source-layer': 'area_labels',
      minzoom: 9,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': MAP_FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 9, 10, 13, 12.5, 16, 15],
        'text-max-width': 7,
        'text-line-height': 1.25,
        'text-padding': 6,
        'symbol-sort-key': ['-', 0, ['get', 'n']],
      },
      paint: { 'text-color': tokens.place, 'text-halo-color': tokens.halo, 'text-halo-width': 1.6 },
    },
  ];
}

type GroundColour = 'background-color' | 'fill-color' | 'line-color' | 'text-color' | 'text-halo-color';

/** groundPaint are the colours of the ground's layers, to change a theme without loading anything. */
export function groundPaint(tokens: Tokens): [layer: string, property: GroundColour, value: string][] {
  return [
    ['water', 'background-color', tokens.water],
    [LAND, 'fill-color', tokens.land],
    [BORDERS, 'line-color', tokens.border],
    ['ground-outline', 'line-color', tokens.outline],
    [NAMES, 'text-color', tokens.place],
    [NAMES, 'text-halo-color', tokens.halo],
  ];
}

/** outlineWidth draws the outline of what is chosen or pointed at; nothing else has one. */
export function outlineWidth(): ExpressionSpecification {
  return [
    'case',
    ['boolean', ['feature-state', 'selected'], false],
    3,
    ['boolean', ['feature-state', 'hover'], false],
    1.5,
    0,
  ];
}
