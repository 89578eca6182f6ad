import type { Filter } from './filter';
import type { Selection } from './selection';

/** The lists of a filter that a selection can stand in. */
type Only = Pick<Filter, 'areas'> | Pick<Filter, 'agencies'> | Pick<Filter, 'categories' | 'groups'>;

/**
 * onlyOf is what narrows a filter to a selection alone; null for what no filter can
 * name. A kind takes the place of fields and the other way round: the two would narrow each other.
 */
export function onlyOf(selection: Selection | null): Only | null {
  switch (selection?.kind) {
    case 'area':
      return { areas: [`${selection.set}:${selection.code}`] };
    case 'agency':
      return { agencies: [selection.code] };
    case 'category':
      return { categories: [selection.code], groups: [] };
    case 'group':
      return { categories: [], groups: [selection.code] };
    default:
      return null;
  }
}

/** isOnly reports whether a filter is narrowed to just this. */
export function isOnly(filter: Filter, only: Only): boolean {
  return listsOf(only).every(([list, codes]) => filter[list].join() === codes.join());
}

/** withoutOnly takes it out of the filter again. */
export function withoutOnly(only: Only): Partial<Filter> {
  return Object.fromEntries(listsOf(only).map(([list]) => [list, []]));
}

function listsOf(only: Only): ['areas' | 'agencies' | 'categories' | 'groups', readonly string[]][] {
  return Object.entries(only) as ReturnType<typeof listsOf>;
}
