import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Tokens } from '../ui/tokens';
import { MAP_FONT, type Placed } from './style';

/** Which features of a schema are what, by the value of one property. */
interface Schema {
  /** The layers of green ground, and their values. */
  readonly green: readonly [layer: string, property: string, values: string[]][];
  readonly water: string;
  readonly roads: { layer: string; property: string; main: string[]; small: string[]; rail: string[] };
  readonly names: string;
  readonly boundaries: readonly [layer: string, filter: FilterSpecification];
}

const SCHEMAS: Record<string, Schema> = {
  protomaps: {
    green: [
      [
        'landuse',
        'kind',
        ['park', 'forest', 'wood', 'nature_reserve', 'grass', 'cemetery', 'golf_course', 'meadow'],
      ],
      ['landcover', 'kind', ['forest', 'grassland', 'farmland', 'scrub']],
    ],
    water: 'water',
    roads: {
      layer: 'roads',
      property: 'kind',
      main: ['highway', 'major_road'],
      small: ['medium_road', 'minor_road'],
      rail: ['rail'],
    },
    names: 'roads',
    boundaries: ['boundaries', ['in', ['get', 'kind'], ['literal', ['country', 'region']]]],
  },
  openmaptiles: {
    green: [
      ['landcover', 'class', ['wood', 'grass', 'farmland', 'wetland']],
      ['landuse', 'class', ['cemetery', 'park']],
      ['park', 'class', ['national_park', 'nature_reserve', 'public_park', 'protected_area']],
    ],
    water: 'water',
    roads: {
      layer: 'transportation',
      property: 'class',
      main: ['motorway', 'trunk', 'primary', 'secondary'],
      small: ['tertiary', 'minor', 'service', 'street'],
      rail: ['rail', 'transit'],
    },
    names: 'transportation_name',
    boundaries: ['boundary', ['<=', ['to-number', ['get', 'admin_level'], 99], 4]],
  },
};

/** vectorLayers draw vector tiles of a known schema in the colours of the page, as far as they have the layers. */
export function vectorLayers(
  schema: string | undefined,
  layers: readonly string[],
  tokens: Tokens,
): Placed[] {
  const known = SCHEMAS[schema ?? ''];
  if (!known) return [];
  const { green, water, roads, names, boundaries } = known;
  const all: Placed[] = [
    ['base', { id: 'base-land', type: 'background', paint: { 'background-color': tokens.land } }],
    ...green.map(([layer, property, values]): Placed => {
      const filter = one(property, values);
      return [
        'base',
        { ...of(`base-${layer}`, layer), type: 'fill', filter, paint: { 'fill-color': tokens.park } },
      ];
    }),
    [
      'base',
      { ...of('base-water', water), type: 'fill', filter: areas(), paint: { 'fill-color': tokens.river } },
    ],
    ['base', road('base-small', roads.layer, one(roads.property, roads.small), tokens.road, 0.3, 0.2, 2.5)],
    ['base', road('base-main', roads.layer, one(roads.property, roads.main), tokens.road, 0.6, 0.6, 5)],
    ['base', road('base-rail', roads.layer, one(roads.property, roads.rail), tokens.rail, 0.5, 0.4, 1.6)],
    ['base', road('base-boundaries', boundaries[0], boundaries[1], tokens['line-strong'], 0.6, 0.8, 1.6)],
    ['places', roadNames(names, tokens)],
  ];
  return all.filter(
    ([, layer]) => !('source-layer' in layer) || layers.includes(layer['source-layer'] ?? ''),
  );
}

function of(id: string, layer: string) {
  return { id, source: 'base', 'source-layer': layer };
}

/** Water has lines and names in its layer, too. */
function areas(): FilterSpecification {
  return ['==', ['geometry-type'], 'Polygon'];
}

function one(property: string, values: string[]): ExpressionSpecification {
  return ['in', ['get', property], ['literal', values]];
}

function road(
  id: string,
  layer: string,
  filter: FilterSpecification,
  colour: string,
  opacity: number,
  far: number,
  near: number,
): LayerSpecification {
  return {
    ...of(id, layer),
    type: 'line',
    filter,
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': colour,
      'line-opacity': opacity,
      'line-width': ['interpolate', ['exponential', 1.4], ['zoom'], 8, far, 16, near],
    },
  };
}

function roadNames(layer: string, tokens: Tokens): LayerSpecification {
  return {
    ...of('base-road-names', layer),
    type: 'symbol',
    minzoom: 14,
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      'text-field': ['coalesce', ['get', 'name'], ''],
      'text-font': MAP_FONT,
      'text-size': 11,
      'text-max-angle': 32,
    },
    paint: { 'text-color': tokens.muted, 'text-halo-color': tokens.halo, 'text-halo-width': 1.4 },
  };
}
