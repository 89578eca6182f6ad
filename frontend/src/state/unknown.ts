import type { Fault } from '../api/client';
import { COMPARISONS, MEASURES, type Meta, SORTS } from '../api/vocabulary';
import type { Place } from './address';
import {
  type Filter,
  type FilterList,
  LIST_PARAMETERS,
  LISTS,
  newFilter,
  parseFilter,
  valuesOf,
} from './filter';
import type { Selection } from './selection';
import { COLUMNS } from './standings';
import type { AppState } from './state';
import { FACETS, HEIGHTS, NONE, PANELS } from './unfolded';
import { MODES, RANKINGS, REACHES } from './view';

/** Something that a link names and that does not exist, or no longer: it is left out. */
export interface Dropped {
  readonly kind: FilterList | 'sets' | 'times' | 'looks';
  readonly code: string;
}

/** The names that a link can use. */
type Catalog = Pick<Meta, 'agencies' | 'categories' | 'groups' | 'area_sets'>;

const TIMES = { from: 'from', to: 'to', as_of: 'asOf' } as const;

/** What can stand in the parameters that say how the page looks. */
const LOOKS: Readonly<Record<string, readonly string[]>> = {
  layer: ['cells', 'areas'],
  measure: MEASURES,
  mode: MODES,
  compare: COMPARISONS,
  sort: SORTS,
  rank: RANKINGS,
  order: COLUMNS.flatMap(column => [column, `-${column}`]),
  curve: REACHES,
  fold: [...PANELS, NONE],
  facets: [...FACETS, NONE],
  sheet: HEIGHTS,
};

/**
 * knownPlace is what a link means to a city that knows only some of it: the rest of the place, and
 * what was left out. Whether a set has an area the service alone knows: leaveOut follows its word.
 */
export function knownPlace(place: Place, catalog: Catalog): { place: Place; dropped: readonly Dropped[] } {
  const { filter, view } = place;
  const dropped: Dropped[] = [];
  const leave = (kind: Dropped['kind'], codes: readonly string[]) =>
    dropped.push(...codes.map(code => ({ kind, code })));
  const lists: Partial<Record<FilterList, readonly string[]>> = {};
  for (const list of LISTS) {
    const codes: readonly string[] = filter[list];
    lists[list] = codes.filter(code => isKnown(list, code, catalog));
    leave(
      list,
      codes.filter(code => !isKnown(list, code, catalog)),
    );
  }
  const selected = view.selection && listOf(view.selection);
  const losesSelection = selected && !isKnown(selected.kind, selected.code, catalog);
  if (losesSelection) leave(selected.kind, [selected.code]);
  const losesSet = view.set !== '' && !catalog.area_sets.some(set => set.code === view.set);
  if (losesSet) leave('sets', [view.set]);
  return {
    place: {
      filter: newFilter({ ...filter, ...lists } as Partial<Filter>),
      view: {
        ...view,
        ...(losesSelection && { selection: null }),
        ...(losesSet && { set: '', level: '' }),
      },
    },
    dropped: distinct(dropped),
  };
}

/** unreadOf is what stands in a query and is no value of its parameter at all. */
export function unreadOf(search: string): readonly Dropped[] {
  const p = new URLSearchParams(search);
  const filter = parseFilter(p);
  const lists = LISTS.flatMap(list => {
    const read: readonly string[] = filter[list];
    return valuesOf(p, list)
      .filter(code => !read.includes(code))
      .map(code => ({ kind: list, code }));
  });
  const times = Object.entries(TIMES).flatMap(([parameter, field]) => {
    const code = p.get(parameter) ?? '';
    // All time is written so, for an address not to look like a first visit.
    const isRead = code === '' || filter[field] !== undefined || (field === 'from' && code === 'all');
    return isRead ? [] : [{ kind: 'times' as const, code }];
  });
  const looks = Object.entries(LOOKS).flatMap(([parameter, known]) =>
    (p.get(parameter) || known[0] || '')
      .split(',')
      .filter(code => !known.includes(code))
      .map(code => ({ kind: 'looks' as const, code })),
  );
  return distinct([...lists, ...times, ...looks]);
}

/** leaveOut takes out of the filter and the selection what the service says that it does not know. */
export function leaveOut(state: AppState, { status, field, value }: Fault): void {
  const list = LISTS.find(name => LIST_PARAMETERS[name] === field);
  if (status !== 400 || !list || value === undefined) return;
  const codes: readonly string[] = state.filter.peek()[list];
  const selected = listOf(state.view.peek().selection);
  const isSelected = selected?.kind === list && selected.code === value;
  if (!codes.includes(value) && !isSelected) return;
  state.amend(() => {
    state.dropped.value = distinct([...state.dropped.peek(), { kind: list, code: value }]);
    state.narrow({ [list]: codes.filter(code => code !== value) });
    if (isSelected) state.select(null);
  });
}

/** What a selection would be in the filter. */
function listOf(selection: Selection | null): { kind: FilterList; code: string } | undefined {
  switch (selection?.kind) {
    case 'area':
      return { kind: 'areas', code: `${selection.set}:${selection.code}` };
    case 'agency':
      return { kind: 'agencies', code: selection.code };
    case 'category':
      return { kind: 'categories', code: selection.code };
    case 'group':
      return { kind: 'groups', code: selection.code };
    default:
      return undefined;
  }
}

function isKnown(list: FilterList, code: string, catalog: Catalog): boolean {
  switch (list) {
    case 'agencies':
    case 'categories':
    case 'groups':
      return catalog[list].some(thing => thing.code === code);
    case 'areas':
      return catalog.area_sets.some(set => set.code === code.split(':')[0]);
    default:
      return true; // a closed list: newFilter keeps its members alone
  }
}

function distinct(all: readonly Dropped[]): Dropped[] {
  return [...new Map(all.map(one => [`${one.kind} ${one.code}`, one])).values()];
}
