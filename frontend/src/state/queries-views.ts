import { computed, type ReadonlySignal } from '@preact/signals';
import type { Api, Query } from '../api/client';
import { type Resource, resource } from '../api/resource';
import type { ComplaintPage, Hotspots, Stats } from '../api/vocabulary';
import { comparison } from './comparison';
import { addDays, type Day, dayOf } from './days';
import { type Filter, filterQuery, newFilter } from './filter';
import type { AppState } from './state';
import { WAITING } from './waiting';

/** How many rows the short lists have. */
const ROWS = 5;
/** How many hot spots are listed: more than one sees at a glance. */
const SPOTS = 8;
/** One complaint, or two, are no hot spot. */
export const LEAST_OF_SPOT = 3;
/** Hexagons of some 300 m, a few streets: what an officer can walk to. */
const SPOT_RESOLUTION = 9;

/** What is asked for an area's own page and for the wall alone. */
export interface BriefQueries {
  /** The day before today: what was received since then is new. */
  readonly yesterday: ReadonlySignal<Day>;
  /** Received since the beginning of yesterday, and the newest of them. */
  readonly fresh: Resource<Stats>;
  readonly newest: Resource<ComplaintPage>;
  /** Not closed, whenever it was received, and the longest due of them. */
  readonly waiting: Resource<Stats>;
  readonly oldest: Resource<ComplaintPage>;
  /** The hexagons of the area with the most complaints, in the window of time. */
  readonly hotspots: Resource<Hotspots>;
  dispose(): void;
}

/** createBriefQueries asks through api as state and clock change; nothing on the city's page. */
export function createBriefQueries(state: AppState, api: Api, clock: ReadonlySignal<Date>): BriefQueries {
  const zone = () => state.meta.value.city.time_zone;
  const yesterday = computed(() => addDays(dayOf(clock.value, zone()), -1));
  const brief = (change: () => Partial<Filter>, more: () => Query = () => ({})) =>
    computed(() => {
      const { kind } = state.view.value.page;
      if (kind !== 'area' && kind !== 'wall') return null;
      const query = { ...filterQuery(newFilter({ ...state.asked.value, ...change() })), ...more() };
      return { query, revision: state.revision.value };
    });
  const fresh = () => ({ from: yesterday.value, to: undefined, asOf: undefined });
  const waiting = () => WAITING;
  const onArea = computed(() => state.view.value.page.kind === 'area');
  const hotspots = brief(
    () => ({}),
    () => ({
      limit: String(SPOTS),
      least: String(LEAST_OF_SPOT),
      resolution: String(SPOT_RESOLUTION),
      ...comparison(state),
    }),
  );

  const queries = {
    fresh: resource(brief(fresh), (q, signal) => api.stats(q.query, signal)),
    newest: resource(
      brief(fresh, () => ({ sort: '-received_at', limit: String(ROWS) })),
      (q, signal) => api.complaints(q.query, signal),
    ),
    waiting: resource(brief(waiting), (q, signal) => api.stats(q.query, signal)),
    oldest: resource(
      brief(waiting, () => ({ sort: 'due_at', limit: String(ROWS) })),
      (q, signal) => api.complaints(q.query, signal),
    ),
    hotspots: resource(
      computed(() => (onArea.value ? hotspots.value : null)),
      (q, signal) => api.hotspots(q.query, signal),
    ),
  };
  return {
    yesterday,
    ...queries,
    dispose: () => {
      for (const r of Object.values(queries)) r.dispose();
    },
  };
}
