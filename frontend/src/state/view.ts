import { MEASURES, type Measure } from '../api/vocabulary';
import { isLanguage, type Language } from '../i18n';
import { type Found, foundText, parseFound } from './found';

/** What is drawn on the map. */
export type Layer = 'cells' | 'areas';
export type Theme = 'light' | 'dark';

/** What the reader has clicked: a hexagon by its H3 index, or an area of a set. */
export type Selection =
  | { readonly kind: 'cell'; readonly h3: string }
  | { readonly kind: 'area'; readonly set: string; readonly code: string };

/** Where the map looks: five decimals of a degree are a metre. */
export interface Camera {
  readonly zoom: number;
  readonly lat: number;
  readonly lng: number;
}

/** Everything about the page that is not the filter. Empty set and level: the ones in force. */
export interface View {
  readonly layer: Layer;
  readonly measure: Measure;
  readonly set: string;
  readonly level: string;
  readonly selection: Selection | null;
  /** The place that was searched for and chosen. */
  readonly found: Found | null;
  readonly camera: Camera | null;
  readonly language: Language;
  readonly theme: Theme | null;
}

export const DEFAULT_VIEW: View = {
  layer: 'cells',
  measure: 'n',
  set: '',
  level: '',
  selection: null,
  found: null,
  camera: null,
  language: 'vi',
  theme: null,
};

/** viewQuery is a view as query parameters; defaults are left out. */
export function viewQuery(v: View): Record<string, string> {
  const query: Record<string, string> = {};
  if (v.layer !== DEFAULT_VIEW.layer) query.layer = v.layer;
  if (v.measure !== DEFAULT_VIEW.measure) query.measure = v.measure;
  if (v.set) query.set = v.set;
  if (v.level) query.level = v.level;
  if (v.selection) query.sel = selectionText(v.selection);
  if (v.found) query.place = foundText(v.found);
  if (v.language !== DEFAULT_VIEW.language) query.lang = v.language;
  if (v.theme) query.theme = v.theme;
  if (v.camera) query.at = cameraText(v.camera);
  return query;
}

/** parseView reads a view from query parameters; what it does not understand is the default. */
export function parseView(p: URLSearchParams): View {
  const layer: Layer = p.get('layer') === 'areas' ? 'areas' : 'cells';
  const language = p.get('lang') ?? '';
  const theme = p.get('theme');
  return {
    layer,
    measure: parseMeasure(p.get('measure'), layer),
    set: code(p.get('set')),
    level: code(p.get('level')),
    selection: parseSelection(p.get('sel') ?? ''),
    found: parseFound(p.get('place') ?? ''),
    camera: parseCamera(p.get('at') ?? ''),
    language: isLanguage(language) ? language : DEFAULT_VIEW.language,
    theme: theme === 'light' || theme === 'dark' ? theme : null,
  };
}

/** measuresOf lists what a layer can be coloured by. */
export function measuresOf(layer: Layer): readonly Measure[] {
  return layer === 'areas' ? MEASURES : MEASURES.filter(m => m !== 'per_1000');
}

function parseMeasure(text: string | null, layer: Layer): Measure {
  return measuresOf(layer).find(m => m === text) ?? DEFAULT_VIEW.measure;
}

function selectionText(s: Selection): string {
  return s.kind === 'cell' ? `cell:${s.h3}` : `area:${s.set}:${s.code}`;
}

function parseSelection(text: string): Selection | null {
  const [kind, a = '', b = ''] = text.split(':');
  if (kind === 'cell' && /^[0-9a-f]{15}$/.test(a)) return { kind, h3: a };
  if (kind === 'area' && code(a) && code(b)) return { kind, set: a, code: b };
  return null;
}

function cameraText(c: Camera): string {
  return [c.zoom.toFixed(2), c.lat.toFixed(5), c.lng.toFixed(5)].map(n => String(Number(n))).join('/');
}

function parseCamera(text: string): Camera | null {
  const [zoom = NaN, lat = NaN, lng = NaN] = text.split('/').map(n => (n === '' ? NaN : Number(n)));
  const possible = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lng) <= 180;
  return possible ? { zoom, lat, lng } : null;
}

function code(text: string | null): string {
  return text && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text) ? text : '';
}
