import type { Place } from './address';
import { type Filter, newFilter } from './filter';
import type { AppState } from './state';

/**
 * everOverdue is what is overdue under a filter whenever it was received: in a window of time there
 * is only what came in within it. Null where no window is set, or where the classes leave nothing overdue.
 */
export function everOverdue(filter: Filter): Filter | null {
  const { from, to, classes } = filter;
  const leftOut = classes.length > 0 && !classes.includes('overdue');
  if (leftOut || (!from && !to)) return null;
  return newFilter({ ...filter, from: undefined, to: undefined, classes: ['overdue'] });
}

/**
 * everPlace is where the list of them is open; null where there are none to list. The list is of
 * filter and page: what is selected becomes part of the filter, and an area that is selected on
 * another's page is seen on its own.
 */
export function everPlace(state: Pick<AppState, 'scope' | 'place'>): Place | null {
  const ever = everOverdue(state.scope.value);
  if (!ever) return null;
  const { filter, view } = state.place();
  const { page, selection } = view;
  const listed = { ...view, list: true };
  if (page.kind !== 'area') return { filter: ever, view: listed };
  const own = newFilter({ ...ever, areas: filter.areas });
  if (selection?.kind !== 'area') return { filter: own, view: listed };
  return { filter: own, view: { ...listed, page: { ...page, ...selection, kind: 'area' }, selection: null } };
}
