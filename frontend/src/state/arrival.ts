import { effect } from '@preact/signals';
import type { Queries } from './queries';
import { missing, type Route, routePath } from './route';
import type { AppState } from './state';

/** The service says so, too, of an address that names nothing. */
const NOT_FOUND = 404;
const NO_NUMBER = 400;

type Arrivals = Pick<Queries, 'homeFault'> & { readonly list: Pick<Queries['list'], 'complaint'> };

/**
 * watchArrival follows what becomes of an address that names an area or a complaint. A complaint that is
 * there is selected on the city's page. What is not there has the page that says so, and nothing else is
 * asked of it; where the document itself came as not found, nothing at all. Returns the end.
 */
export function watchArrival(
  state: AppState,
  queries: Arrivals,
  document: { readonly status: number },
): () => void {
  /** What is known not to be there: one can come back to it. */
  const lost = new Set<string>();
  if (document.status === NOT_FOUND) lost.add(routePath(state.view.peek().page));
  return effect(() => {
    const { page } = state.view.value;
    if (isRefused(page, queries)) lost.add(routePath(page));
    // At once: questions leave when all that happens now is over. The address stays, so this is no step.
    if (lost.has(routePath(page))) return lose(state);
    const found = page.kind === 'complaint' && queries.list.complaint.data.value?.id === page.id;
    if (found) queueMicrotask(() => state.amend(() => state.look({ page: { kind: 'city' } })));
  });
}

function isRefused(page: Route, { homeFault, list }: Arrivals): boolean {
  if (page.kind === 'area') return homeFault.value?.status === NOT_FOUND;
  const status = list.complaint.fault.value?.status;
  return page.kind === 'complaint' && (status === NOT_FOUND || status === NO_NUMBER);
}

function lose(state: AppState): void {
  const { page, selection } = state.view.peek();
  const next = missing(page);
  if (next !== page) state.look({ page: next, selection: page.kind === 'complaint' ? null : selection });
}
