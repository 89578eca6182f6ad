import { effect } from '@preact/signals';
import { type Filter, filterQuery, parseFilter } from './filter';
import type { AppState } from './state';
import { parseView, type View, viewQuery } from './view';

/** The state of the page: everything that a link to it must hold. */
export interface Place {
  readonly filter: Filter;
  readonly view: View;
}

/** readPlace reads the query of an address. */
export function readPlace(search: string): Place {
  const p = new URLSearchParams(search);
  return { filter: parseFilter(p), view: parseView(p) };
}

/** writePlace is the canonical query of a place: equal places have equal addresses. */
export function writePlace({ filter, view }: Place): string {
  const p = new URLSearchParams({ ...filterQuery(filter), ...viewQuery(view) });
  // A comma, a colon and a slash may stand in a query as they are, and read better.
  return p.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
}

/**
 * bindAddress keeps the browser's address and the state the same. A change of
 * what is asked or selected is a step to go back from; moving the map, turning
 * the theme or the language is not. Returns the end.
 */
export function bindAddress(state: AppState, window: Window): () => void {
  let step = stepOf(state.place());
  const stop = effect(() => {
    const place = state.place();
    const address = `?${writePlace(place)}`;
    if (address === window.location.search) return;
    const next = stepOf(place);
    if (next === step) window.history.replaceState(null, '', address);
    else window.history.pushState(null, '', address);
    step = next;
  });
  const onBack = () => {
    const place = readPlace(window.location.search);
    step = stepOf(place);
    state.go(place);
  };
  window.addEventListener('popstate', onBack);
  return () => {
    stop();
    window.removeEventListener('popstate', onBack);
  };
}

/** What makes a step of its own in the browser's history. */
function stepOf({ filter, view }: Place): string {
  return writePlace({ filter, view: { ...view, camera: null, theme: null, language: 'vi' } });
}
