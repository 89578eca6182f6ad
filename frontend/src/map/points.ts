import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { CLASSES_BY_CONCERN, type Class, type TileJSON } from '../api/vocabulary';
import type { Tokens } from '../ui/tokens';
import { MAP_FONT, type Placed } from './style';
import type { Picture } from './swap';

/** The first zoom that draws single complaints. */
export const POINT_ZOOM = 14;

/**
 * How the point of a class looks, so that colour is not all that tells: hollow
 * is not closed yet, a dark ring is past due, and what is both not closed and
 * past due is large.
 */
export interface PointLook {
  readonly fill: string;
  readonly ring: string;
  readonly size: number;
}

/** pointLook is the look of a class in the colours of the theme. */
export function pointLook(name: Class, tokens: Tokens): PointLook {
  const colour = tokens[name];
  switch (name) {
    case 'overdue':
      return { fill: colour, ring: tokens.outline, size: 1.5 };
    case 'late':
      return { fill: colour, ring: tokens.outline, size: 1 };
    case 'open':
    case 'undated_open':
      return { fill: tokens.land, ring: colour, size: 1 };
    case 'undated_closed':
      return { fill: colour, ring: tokens['line-strong'], size: 1 };
    default:
      return { fill: colour, ring: tokens.land, size: 1 };
  }
}

interface PointPicture {
  readonly key: string;
  readonly tiles: TileJSON;
  readonly tokens: Tokens;
  /** What stands in the middle of a tile that does not show all. */
  readonly truncated: string;
}

/** pointPicture draws single complaints by their class, what hurts most on top. */
export function pointPicture({ key, tiles, tokens, truncated }: PointPicture): Picture {
  const layers = (source: string): Placed[] => [
    ['points', circles(source, tokens)],
    ['names', truncation(source, tokens, truncated)],
  ];
  return { key, kind: 'complaints', tiles, layers };
}

function circles(source: string, tokens: Tokens): LayerSpecification {
  const byClass = (look: (l: PointLook) => string | number) =>
    [
      'match',
      ['get', 'class'],
      ...CLASSES_BY_CONCERN.flatMap(name => [name, look(pointLook(name, tokens))]),
      look(pointLook('undated_closed', tokens)),
    ] as unknown as ExpressionSpecification;
  const marked = ['any', state('selected'), state('hover')] as ExpressionSpecification;
  const size = (pixels: number) =>
    ['*', pixels, byClass(l => l.size), ['case', marked, 1.4, 1]] as ExpressionSpecification;
  return {
    id: `${source}-points`,
    type: 'circle',
    source,
    'source-layer': 'complaints',
    minzoom: POINT_ZOOM,
    layout: { 'circle-sort-key': byClassOrder() },
    paint: {
      'circle-color': byClass(l => l.fill),
      'circle-radius': ['interpolate', ['exponential', 1.4], ['zoom'], POINT_ZOOM, size(2.6), 18, size(6)],
      'circle-stroke-color': ['case', state('selected'), tokens.outline, byClass(l => l.ring)],
      'circle-stroke-width': ['case', state('selected'), 3, 1.2],
    },
  };
}

/** What is on top: the classes by concern, the first one highest. */
function byClassOrder(): ExpressionSpecification {
  const ranks = CLASSES_BY_CONCERN.flatMap((name, i) => [name, -i]);
  return [
    'match',
    ['get', 'class'],
    ...ranks,
    -CLASSES_BY_CONCERN.length,
  ] as unknown as ExpressionSpecification;
}

function truncation(source: string, tokens: Tokens, text: string): LayerSpecification {
  return {
    id: `${source}-truncated`,
    type: 'symbol',
    source,
    'source-layer': 'truncated',
    minzoom: POINT_ZOOM,
    layout: {
      'text-field': text,
      'text-font': MAP_FONT,
      'text-size': 14,
      'text-max-width': 16,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': tokens.ink, 'text-halo-color': tokens.halo, 'text-halo-width': 3 },
  };
}

function state(name: 'selected' | 'hover'): ExpressionSpecification {
  return ['boolean', ['feature-state', name], false];
}
