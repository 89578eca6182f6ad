import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Tokens } from '../ui/tokens';
import { MAP_FONT, type Placed } from './style';

/** The source of water, main roads, metro and places around the data. */
export const CONTEXT = 'context';

/** Roads by their class, the greatest first, with their width at zooms 8 and 16. */
const ROADS: readonly [classes: string[], far: number, near: number][] = [
  [['motorway', 'trunk'], 0.8, 5],
  [['primary'], 0.5, 4],
  [['secondary'], 0.4, 3],
];
/** Of all other roads. */
const SMALL_ROAD = [0.3, 2] as const;

/** What runs on rails within a city; the railway is drawn thinner. */
const METRO: ExpressionSpecification = [
  'match',
  ['get', 'class'],
  ['subway', 'light_rail', 'monorail'],
  true,
  false,
];

/**
 * contextLayers draw what was imported. Water lies under the data and shines
 * through it; roads and metro are quiet lines above; names take what room the
 * names of areas leave.
 */
export function contextLayers(tokens: Tokens): Placed[] {
  return [
    ['under', fill('context-water', tokens.water, 1)],
    ['lines', fill('context-water-seen', tokens.river, 0.5)],
    ['lines', waterways(tokens)],
    ['lines', roads(tokens)],
    ['lines', rails('context-rail', ['!', METRO], tokens, 0.8, 1.6)],
    ['lines', rails('context-metro', METRO, tokens, 1.4, 3.2)],
    ['lines', stations(tokens)],
    ['places', lineNames('context-road-names', 'roads', 13.5, tokens.muted, tokens)],
    ['places', lineNames('context-river-names', 'waterways', 12, tokens['water-name'], tokens)],
    ['places', placeNames(tokens)],
    ['places', stationNames(tokens)],
  ];
}

function fill(id: string, colour: string, opacity: number): LayerSpecification {
  return {
    id,
    type: 'fill',
    source: CONTEXT,
    'source-layer': 'water',
    paint: { 'fill-color': colour, 'fill-opacity': opacity },
  };
}

/** The course of a river is for its name alone where the river itself is to be seen; a canal may have no more. */
function waterways(tokens: Tokens): LayerSpecification {
  return {
    id: 'context-waterways',
    type: 'line',
    source: CONTEXT,
    'source-layer': 'waterways',
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': tokens.river,
      'line-opacity': ['step', ['zoom'], 0.7, 10, ['match', ['get', 'class'], 'river', 0, 0.5]],
      'line-width': byZoom(0.6, 2.2),
    },
  };
}

function roads(tokens: Tokens): LayerSpecification {
  return {
    id: 'context-roads',
    type: 'line',
    source: CONTEXT,
    'source-layer': 'roads',
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': tokens.road,
      'line-opacity': 0.55,
      'line-width': byZoom(
        byClass(far => far),
        byClass((_, near) => near),
      ),
    },
  };
}

/** A value that depends on the class of a road. */
function byClass(pick: (far: number, near: number) => number): ExpressionSpecification {
  const known = ROADS.flatMap(([classes, far, near]) => [classes, pick(far, near)]);
  return ['match', ['get', 'class'], ...known, pick(...SMALL_ROAD)] as unknown as ExpressionSpecification;
}

function rails(
  id: string,
  filter: ExpressionSpecification,
  tokens: Tokens,
  far: number,
  near: number,
): LayerSpecification {
  return {
    id,
    type: 'line',
    source: CONTEXT,
    'source-layer': 'rail',
    filter,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': tokens.rail, 'line-opacity': 0.85, 'line-width': byZoom(far, near) },
  };
}

function stations(tokens: Tokens): LayerSpecification {
  return {
    id: 'context-stations',
    type: 'circle',
    source: CONTEXT,
    'source-layer': 'stations',
    minzoom: 11,
    paint: {
      'circle-color': tokens.land,
      'circle-radius': byZoom(1.4, 4.5),
      'circle-stroke-color': tokens.rail,
      'circle-stroke-width': byZoom(0.8, 2),
    },
  };
}

/** Names along lines; where a line bends too much for its name, it has none. */
function lineNames(
  id: string,
  layer: string,
  minzoom: number,
  colour: string,
  tokens: Tokens,
): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: CONTEXT,
    'source-layer': layer,
    minzoom,
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      'text-field': ['coalesce', ['get', 'name'], ''],
      'text-font': MAP_FONT,
      'text-size': 11,
      'text-max-angle': 32,
      'text-padding': 8,
    },
    paint: halo(colour, tokens),
  };
}

function placeNames(tokens: Tokens): LayerSpecification {
  return {
    id: 'context-places',
    type: 'symbol',
    source: CONTEXT,
    'source-layer': 'places',
    minzoom: 10,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': 11,
      'text-max-width': 8,
      'text-padding': 10,
      'symbol-sort-key': ['get', 'rank'],
    },
    paint: halo(tokens.muted, tokens),
  };
}

function stationNames(tokens: Tokens): LayerSpecification {
  return {
    id: 'context-station-names',
    type: 'symbol',
    source: CONTEXT,
    'source-layer': 'stations',
    minzoom: 12,
    layout: {
      'text-field': ['coalesce', ['get', 'name'], ''],
      'text-font': MAP_FONT,
      'text-size': 11,
      'text-max-width': 9,
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      'text-radial-offset': 0.7,
      'text-justify': 'auto',
      'text-padding': 4,
    },
    paint: halo(tokens.rail, tokens),
  };
}

function halo(colour: string, tokens: Tokens) {
  return { 'text-color': colour, 'text-halo-color': tokens.halo, 'text-halo-width': 1.4 };
}

/** A value that grows with the zoom as the ground does. */
function byZoom(
  far: number | ExpressionSpecification,
  near: number | ExpressionSpecification,
): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.4], ['zoom'], 8, far, 16, near];
}
