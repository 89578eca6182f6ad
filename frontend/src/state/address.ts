import { effect } from '@preact/signals';
import { type Filter, filterKey, filterQuery, parseFilter } from './filter';
import { routePath } from './route';
import type { AppState } from './state';
import { knownPlace } from './unknown';
import { parseView, type View, viewQuery } from './view';

/** The state of the page: everything that a link to it must hold. */
export interface Place {
  readonly filter: Filter;
  readonly view: View;
}

/** readPlace reads the query and the path of an address. */
export function readPlace(search: string, path = '/'): Place {
  const p = new URLSearchParams(search);
  return { filter: parseFilter(p), view: parseView(p, path) };
}

/** writePlace is the canonical query of a place: equal places on the same page have equal queries. */
export function writePlace({ filter, view }: Place): string {
  const p = new URLSearchParams({ ...filterQuery(filter), ...viewQuery(view) });
  // A comma, a colon and a slash may stand in a query as they are, and read better.
  return p.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
}

/** What an address says of all complaints of all time, for it not to look like a first visit. */
const ALL = 'from=all';

/** linkTo is the address of a place, to go to from anywhere on this host. */
export function linkTo(place: Place): string {
  const query = [leavesAllOpen(place) ? ALL : '', writePlace(place)].filter(Boolean).join('&');
  return `${routePath(place.view.page)}?${query}`;
}

/** isFirstVisit holds for an address that names neither complaints nor a place on the map. */
export function isFirstVisit(search: string): boolean {
  return leavesAllOpen(readPlace(search)) && new URLSearchParams(search).get('from') !== 'all';
}

function leavesAllOpen({ filter, view }: Place): boolean {
  return !view.camera && filterKey(filter) === '';
}

/** How often a gesture may write the address: Safari refuses more than a hundred changes in half a minute. */
const WRITE_MS = 400;

/**
 * bindAddress keeps the browser's address and the state the same. A change of
 * what is asked or selected is a step to go back from; moving the map, turning
 * the theme or the language is not, nor is what goes on within a gesture.
 * Returns the end.
 */
export function bindAddress(state: AppState, window: Window): () => void {
  let step = stepOf(state.place());
  const write = (address: string, how: 'replaceState' | 'pushState') => {
    if (address === window.location.pathname + window.location.search) return;
    window.history[how](null, '', address);
  };
  const gesture = latest(WRITE_MS, (address: string) => write(address, 'replaceState'));
  const stop = effect(() => {
    const place = state.place();
    const address = linkTo(place);
    const next = stepOf(place);
    const isStep = next !== step;
    step = next;
    if (isStep && state.withinGesture()) return gesture.put(address);
    gesture.flush();
    write(address, isStep ? 'pushState' : 'replaceState');
  });
  const onBack = () => {
    gesture.drop();
    const named = readPlace(window.location.search, window.location.pathname);
    const { place, dropped } = knownPlace(named, state.meta.peek());
    step = stepOf(place);
    state.dropped.value = dropped;
    state.go(place);
  };
  window.addEventListener('popstate', onBack);
  return () => {
    stop();
    gesture.drop();
    window.removeEventListener('popstate', onBack);
  };
}

/** What makes a step of its own in the browser's history. */
function stepOf({ filter, view }: Place): string {
  const still: View = {
    ...view,
    camera: null,
    theme: null,
    language: 'vi',
    split: 0,
    tables: [],
    folded: null,
    facets: [],
    sheet: null,
    curve: 'all',
    scene: 'count',
  };
  return linkTo({ filter, view: still });
}

/** Does something with the latest of many values, at most once in a while; flush does it now. */
function latest<T>(everyMs: number, act: (value: T) => void) {
  let waiting: { value: T } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drop = () => {
    clearTimeout(timer);
    timer = waiting = undefined;
  };
  const flush = () => {
    const due = waiting;
    drop();
    if (due) act(due.value);
  };
  return {
    put: (value: T) => {
      waiting = { value };
      timer ??= setTimeout(flush, everyMs);
    },
    flush,
    drop,
  };
}
