import { COMPARISONS, type Comparison, MEASURES, type Measure, SORTS, type Sort } from '../api/vocabulary';
import { isLanguage, type Language } from '../i18n';
import { code } from './codes';
import { type Found, foundText, parseFound } from './found';
import { parseRoute, type Route } from './route';
import { drawingOf, SCENES, type Scene } from './scenes';
import { parseSelection, type Selection, selectionText } from './selection';
import { type Order, orderText, parseOrder, RED_FIRST } from './standings';
import {
  FACETS,
  type FacetName,
  HEIGHTS,
  type Height,
  namesText,
  OPEN_AT_FIRST,
  PANELS,
  type Panel,
  parseNames,
} from './unfolded';

/** What is drawn on the map. */
export type Layer = 'cells' | 'areas';
export type Theme = 'light' | 'dark';

/** How the map shows it: the measure alone, its change since the compared window, or both windows side by side. */
export const MODES = ['plain', 'change', 'swipe'] as const;
export type Mode = (typeof MODES)[number];

/** What the ranking lists. */
export const RANKINGS = ['areas', 'agencies'] as const;
export type RankingOf = (typeof RANKINGS)[number];

/** How much of all time the curve shows: all of it, or a year of it, larger. */
export const REACHES = ['all', 'year'] as const;
export type Reach = (typeof REACHES)[number];

/** Where the map looks: five decimals of a degree are a metre. */
export interface Camera {
  readonly zoom: number;
  readonly lat: number;
  readonly lng: number;
}

/** Everything about the page that is not the filter. Empty set and level: the ones in force. */
export interface View {
  readonly page: Route;
  /** What the wall shows; it alone has scenes, and they say what its map draws. */
  readonly scene: Scene;
  readonly layer: Layer;
  readonly measure: Measure;
  readonly mode: Mode;
  /** The window that numbers and the map of change are compared with. */
  readonly compare: Comparison;
  /** Where the edge between two maps is: percent of the map's width, from the left. */
  readonly split: number;
  readonly set: string;
  readonly level: string;
  readonly selection: Selection | null;
  /** The place that was searched for and chosen. */
  readonly found: Found | null;
  /** Whether the list of complaints is open, and its order. */
  readonly list: boolean;
  readonly sort: Sort;
  readonly ranking: RankingOf;
  /** The column that the ranking is sorted by, and which way. */
  readonly order: Order;
  readonly curve: Reach;
  /** The charts that are shown as their table, by id, sorted. */
  readonly tables: readonly string[];
  /** The panels that are folded away; null leaves it to the size of the screen. */
  readonly folded: readonly Panel[] | null;
  /** The facets that are open, in their order. */
  readonly facets: readonly FacetName[];
  /** The height of the sheet on a phone; null leaves it to what is selected. */
  readonly sheet: Height | null;
  readonly camera: Camera | null;
  readonly language: Language;
  readonly theme: Theme | null;
}

export const DEFAULT_VIEW: View = {
  page: { kind: 'city' },
  scene: 'count',
  layer: 'cells',
  measure: 'n',
  mode: 'plain',
  compare: 'previous',
  split: 50,
  set: '',
  level: '',
  selection: null,
  found: null,
  list: false,
  sort: '-received_at',
  ranking: 'areas',
  order: RED_FIRST,
  curve: 'all',
  tables: [],
  folded: null,
  facets: OPEN_AT_FIRST,
  sheet: null,
  camera: null,
  language: 'vi',
  theme: null,
};

/** What is written under its own name, if it is not the default. */
const OWN_PARAMETERS = ['layer', 'measure', 'mode', 'compare', 'sort', 'curve'] as const;

/** viewQuery is a view as query parameters; defaults are left out. The page is the path (routePath). */
export function viewQuery(v: View): Record<string, string> {
  const query: Record<string, string> = {};
  const onWall = v.page.kind === 'wall';
  for (const name of onWall ? (['scene', 'compare'] as const) : OWN_PARAMETERS) {
    if (v[name] !== DEFAULT_VIEW[name]) query[name] = v[name];
  }
  if (v.split !== DEFAULT_VIEW.split) query.split = String(v.split);
  if (v.set) query.set = v.set;
  if (v.level) query.level = v.level;
  if (v.selection && v.page.kind !== 'complaint') query.sel = selectionText(v.selection);
  if (v.found) query.place = foundText(v.found);
  if (v.list) query.list = '1';
  if (v.ranking !== DEFAULT_VIEW.ranking) query.rank = v.ranking;
  const order = orderText(v.order);
  if (order !== orderText(DEFAULT_VIEW.order)) query.order = order;
  if (v.tables.length > 0) query.tables = v.tables.join(',');
  if (v.folded) query.fold = namesText(v.folded);
  if (namesText(v.facets) !== namesText(OPEN_AT_FIRST)) query.facets = namesText(v.facets);
  if (v.sheet) query.sheet = v.sheet;
  if (v.language !== DEFAULT_VIEW.language) query.lang = v.language;
  if (v.theme) query.theme = v.theme;
  if (v.camera) query.at = cameraText(v.camera);
  return query;
}

/** parseView reads a view from query parameters and a path; what it does not understand is the default. */
export function parseView(p: URLSearchParams, path = '/'): View {
  const layer: Layer = p.get('layer') === 'areas' ? 'areas' : 'cells';
  const language = p.get('lang') ?? '';
  const theme = p.get('theme');
  const page = parseRoute(path);
  const scene = oneOf(SCENES, p.get('scene'), DEFAULT_VIEW.scene);
  return {
    page,
    scene,
    layer,
    measure: oneOf(measuresOf(layer), p.get('measure'), DEFAULT_VIEW.measure),
    mode: oneOf(MODES, p.get('mode'), DEFAULT_VIEW.mode),
    compare: oneOf(COMPARISONS, p.get('compare'), DEFAULT_VIEW.compare),
    split: parseSplit(p.get('split')),
    set: code(p.get('set')),
    level: code(p.get('level')),
    selection: page.kind === 'complaint' ? page : parseSelection(p.get('sel') ?? ''),
    found: parseFound(p.get('place') ?? ''),
    list: p.get('list') === '1',
    sort: oneOf(SORTS, p.get('sort'), DEFAULT_VIEW.sort),
    ranking: oneOf(RANKINGS, p.get('rank'), DEFAULT_VIEW.ranking),
    order: parseOrder(p.get('order')),
    curve: oneOf(REACHES, p.get('curve'), DEFAULT_VIEW.curve),
    tables: parseTables(p.get('tables')),
    folded: parseNames(PANELS, p.get('fold')),
    facets: parseNames(FACETS, p.get('facets')) ?? DEFAULT_VIEW.facets,
    sheet: HEIGHTS.find(height => height === p.get('sheet')) ?? null,
    camera: parseCamera(p.get('at') ?? ''),
    language: isLanguage(language) ? language : DEFAULT_VIEW.language,
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    ...(page.kind === 'wall' && drawingOf(scene)),
  };
}

/** measuresOf lists what a layer can be coloured by. */
export function measuresOf(layer: Layer): readonly Measure[] {
  return layer === 'areas' ? MEASURES : MEASURES.filter(m => m !== 'per_1000');
}

/** withTable shows a chart as its table, or as a picture again. */
export function withTable(tables: readonly string[], chart: string, asTable: boolean): string[] {
  const others = tables.filter(id => id !== chart);
  return asTable ? [...others, chart].sort() : others;
}

function oneOf<T extends string>(all: readonly T[], text: string | null, otherwise: T): T {
  return all.find(value => value === text) ?? otherwise;
}

function parseSplit(text: string | null): number {
  return text !== null && /^\d{1,2}$|^100$/.test(text) ? Number(text) : DEFAULT_VIEW.split;
}

/** No page has more charts than this; an address must not grow without end. */
const MOST_TABLES = 20;

function parseTables(text: string | null): string[] {
  const ids = (text ?? '').split(',').filter(id => /^[a-z][a-z-]{0,31}$/.test(id));
  return [...new Set(ids)].sort().slice(0, MOST_TABLES);
}

function cameraText(c: Camera): string {
  return [c.zoom.toFixed(2), c.lat.toFixed(5), c.lng.toFixed(5)].map(n => String(Number(n))).join('/');
}

function parseCamera(text: string): Camera | null {
  const [zoom = NaN, lat = NaN, lng = NaN] = text.split('/').map(n => (n === '' ? NaN : Number(n)));
  const possible = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lng) <= 180;
  return possible ? { zoom, lat, lng } : null;
}
