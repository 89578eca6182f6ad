import {
  CHANNELS,
  type Channel,
  CLASSES,
  type Class,
  QUALITIES,
  type Quality,
  STATUSES,
  type Status,
} from '../api/vocabulary';
import { isCode } from './codes';

/**
 * Which complaints a question is about: the service's own filter. Lists are
 * alternatives of each other, the fields narrow each other, and an empty filter
 * means all. Times are dates of the city (2026-11-22, the start of that day) or
 * RFC 3339; the window is half-open. Make one with newFilter: only a canonical
 * filter has a key that is the same for equal questions.
 */
export interface Filter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly asOf?: string | undefined;
  readonly categories: readonly string[];
  readonly groups: readonly string[];
  readonly agencies: readonly string[];
  readonly agencyView: 'as_then' | 'as_now';
  readonly statuses: readonly Status[];
  readonly classes: readonly Class[];
  readonly channels: readonly Channel[];
  /** As set:code; a bare code means different places in different sets. */
  readonly areas: readonly string[];
  readonly qualities: readonly Quality[];
}

/** The lists of a filter. */
export type FilterList = {
  [K in keyof Filter]: Filter[K] extends readonly string[] ? K : never;
}[keyof Filter] &
  string;

/** The query parameters of the lists. */
export const LIST_PARAMETERS = {
  categories: 'category',
  groups: 'group',
  agencies: 'agency',
  statuses: 'status',
  classes: 'class',
  channels: 'channel',
  areas: 'area',
  qualities: 'quality',
} as const satisfies Record<FilterList, string>;

/** The lists by name. */
export const LISTS = Object.keys(LIST_PARAMETERS) as FilterList[];

/** Every query parameter that belongs to the filter. */
export const FILTER_PARAMETERS: readonly string[] = [
  'from',
  'to',
  'as_of',
  'agencies',
  ...Object.values(LIST_PARAMETERS),
];

/** newFilter makes a filter canonical: known values only, sorted, without doubles. */
export function newFilter(f: Partial<Filter> = {}): Filter {
  const from = time(f.from);
  const to = time(f.to);
  const windowIsEmpty = from !== undefined && to !== undefined && !isBefore(from, to);
  return {
    from,
    to: windowIsEmpty ? undefined : to,
    asOf: time(f.asOf),
    categories: codes(f.categories),
    groups: codes(f.groups),
    agencies: codes(f.agencies),
    agencyView: f.agencyView === 'as_now' ? 'as_now' : 'as_then',
    statuses: members(f.statuses, STATUSES),
    classes: members(f.classes, CLASSES),
    channels: members(f.channels, CHANNELS),
    areas: areaRefs(f.areas),
    qualities: members(f.qualities, QUALITIES),
  };
}

/**
 * parseFilter reads a filter from query parameters. What it does not understand
 * is left out: a link from elsewhere opens the page in any case.
 */
export function parseFilter(p: URLSearchParams): Filter {
  const lists = Object.fromEntries(LISTS.map(list => [list, valuesOf(p, list)]));
  return newFilter({
    from: p.get('from') ?? undefined,
    to: p.get('to') ?? undefined,
    asOf: p.get('as_of') ?? undefined,
    agencyView: p.get('agencies') === 'as_now' ? 'as_now' : 'as_then',
    ...lists,
  });
}

/** filterQuery is the filter as query parameters, sorted by name as the service sorts them. */
export function filterQuery(f: Filter): Record<string, string> {
  const query: Record<string, string> = {};
  if (f.from) query.from = f.from;
  if (f.to) query.to = f.to;
  if (f.asOf) query.as_of = f.asOf;
  if (f.agencyView === 'as_now') query.agencies = f.agencyView;
  for (const list of LISTS) if (f[list].length > 0) query[LIST_PARAMETERS[list]] = f[list].join(',');
  return Object.fromEntries(Object.entries(query).sort(([a], [b]) => compare(a, b)));
}

/** filterKey is the same for equal filters; it is a valid query string. */
export function filterKey(f: Filter): string {
  return new URLSearchParams(filterQuery(f)).toString();
}

/** countSet is how many kinds of narrowing a filter has besides its window of time. */
export function countSet(f: Filter): number {
  const lists = LISTS.filter(list => f[list].length > 0).length;
  return lists + (f.asOf ? 1 : 0) + (f.agencyView === 'as_now' ? 1 : 0);
}

/** allCleared is a filter with nothing set but its window of time. */
export function allCleared({ from, to }: Pick<Filter, 'from' | 'to'>): Filter {
  return newFilter({ from, to });
}

/** toggled is a list with a value added, or taken out if it was there. */
export function toggled<T extends string>(list: readonly T[], value: T): T[] {
  return list.includes(value) ? list.filter(v => v !== value) : [...list, value];
}

/** valuesOf is what query parameters say of a list, understood or not. */
export function valuesOf(p: URLSearchParams, list: FilterList): string[] {
  return p.getAll(LIST_PARAMETERS[list]).flatMap(splitList);
}

function splitList(s: string): string[] {
  return s
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/;

function time(s: string | undefined): string | undefined {
  return s !== undefined && TIME.test(s) && !Number.isNaN(Date.parse(s)) ? s : undefined;
}

/**
 * Whether one time is before another. A day and an RFC 3339 time are compared by
 * what calendar and clock show: this page writes both in the city's zone.
 */
function isBefore(a: string, b: string): boolean {
  const wall = (s: string) => Date.parse(`${s.slice(0, 10)}T${s.slice(11, 19) || '00:00:00'}Z`);
  return a.length === 10 || b.length === 10 ? wall(a) < wall(b) : Date.parse(a) < Date.parse(b);
}

function codes(list: readonly string[] = []): string[] {
  return sorted(list.filter(isCode));
}

function areaRefs(list: readonly string[] = []): string[] {
  const valid = list.filter(ref => {
    const [set = '', code = '', ...rest] = ref.split(':');
    return rest.length === 0 && isCode(set) && isCode(code);
  });
  return [...new Set(valid)].sort((a, b) => {
    const [setA = '', codeA = ''] = a.split(':');
    const [setB = '', codeB = ''] = b.split(':');
    return compare(setA, setB) || compare(codeA, codeB);
  });
}

/** The members of a closed list that are asked for, in the list's own order. */
function members<T extends string>(list: readonly string[] = [], all: readonly T[]): T[] {
  return all.filter(value => list.includes(value));
}

function sorted(list: readonly string[]): string[] {
  return [...new Set(list)].sort(compare);
}

/** By code unit, as the service sorts; never by the reader's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
