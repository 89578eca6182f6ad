import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Api, Query } from '../api/client';
import { type Resource, resource } from '../api/resource';
import type { AreaDetail, Class, ComplaintPage, Sort, Stats } from '../api/vocabulary';
import { atRest } from './at-rest';
import { comparison } from './comparison';
import { everOverdue } from './ever';
import { type Filter, filterQuery, newFilter } from './filter';
import { type Bucket, lengthInDays } from './periods';
import type { AppState } from './state';

/** The cards of the figures panel whose question waits until somebody looks at them. */
export const CARDS = ['agency', 'area', 'course', 'hours', 'oldest', 'newest', 'ever'] as const;
export type Card = (typeof CARDS)[number];

/** The classes of complaints that are not closed. */
export const OPEN_CLASSES: readonly Class[] = ['open', 'overdue', 'undated_open'];

/** How many complaints the short lists of the panel show. */
const SHORT_LIST = 5;

/** What the figures panel asks, besides the total by category. All are about the scope. */
export interface FigureQueries {
  /** By agency, compared where there is a window. */
  readonly agencies: Resource<Stats>;
  /** By area: of the level in use, below an area those of the next finer level; null where there is none. */
  readonly areas: Resource<Stats>;
  /** The window in buckets, and the window it is compared with: days alone have a day to stand beside. */
  readonly course: Resource<Stats>;
  readonly courseBefore: Resource<Stats>;
  readonly bucket: ReadonlySignal<Bucket>;
  readonly hours: Resource<Stats>;
  /** The longest waiting of what is not closed, and what came in last. */
  readonly oldest: Resource<ComplaintPage>;
  readonly newest: Resource<ComplaintPage>;
  /** What is overdue whenever it was received; null without a window of time. */
  readonly ever: Resource<Stats>;
  /** Says whether a card is near enough to be seen. Its question follows the state only while it is. */
  readonly seen: Readonly<Record<Card, Signal<boolean>>>;
  dispose(): void;
}

/** The answers that further questions follow from. */
interface Known {
  /** Knows the compared window. */
  readonly categories: Resource<Stats>;
  /** Knows the level of the area in focus. */
  readonly area: Resource<AreaDetail>;
}

/** createFigureQueries asks through api as the state changes. */
export function createFigureQueries(state: AppState, api: Api, known: Known): FigureQueries {
  const seen = Object.fromEntries(CARDS.map(card => [card, signal(false)])) as FigureQueries['seen'];
  const bucket = computed(() => courseBucket(windowDays(state)));
  const asked = (card: Card, query: () => Query | null) => {
    const question = whileSeen(seen[card], () => withRevision(query(), state));
    return atRest(state.held, () => question.value);
  };
  const stats = (card: Card, query: () => Query | null) =>
    resource(asked(card, query), (q, abort) => api.stats(q.query, abort), state.withinGesture);
  const list = (card: Card, filter: () => Filter | null, sort: Sort) =>
    resource(
      asked(card, () => listQuery(filter(), sort)),
      (q, abort) => api.complaints(q.query, abort),
      state.withinGesture,
    );
  const queries = {
    agencies: stats('agency', () => ({ ...comparedQuery(state), group_by: 'agency' })),
    areas: stats('area', () => areasQuery(state, known.area.data.value)),
    course: stats('course', () => ({ ...filterQuery(state.scope.value), group_by: bucket.value })),
    courseBefore: stats('course', () =>
      bucket.value === 'day' ? beforeQuery(known.categories.data.value) : null,
    ),
    hours: stats('hours', () => ({ ...filterQuery(state.scope.value), group_by: 'hour_of_week' })),
    oldest: list('oldest', () => openOf(state.scope.value), 'received_at'),
    newest: list('newest', () => state.scope.value, '-received_at'),
    ever: stats('ever', () => everQuery(state)),
  };
  return {
    ...queries,
    bucket,
    seen,
    dispose: () => {
      for (const r of Object.values(queries)) r.dispose();
    },
  };
}

/** comparedQuery is the scope, with the window it is compared with when there is one. */
export function comparedQuery(state: AppState): Query {
  return { ...filterQuery(state.scope.value), ...comparison(state) };
}

/** courseBucket keeps the curve of the panel between a few and some ninety points: what its width can show. */
export function courseBucket(days: number): Bucket {
  if (days <= 92) return 'day';
  return days <= 640 ? 'week' : 'month';
}

/** openOf narrows to what is not closed; null when a filter leaves nothing of that. */
export function openOf(filter: Filter): Filter | null {
  const { classes } = filter;
  const open = classes.length > 0 ? OPEN_CLASSES.filter(c => classes.includes(c)) : OPEN_CLASSES;
  return open.length > 0 ? newFilter({ ...filter, classes: open }) : null;
}

/** beforeQuery asks by day for the window that an answer was compared with, at the same moment; null when it was not. */
export function beforeQuery(answer: Pick<Stats, 'filter' | 'compare'> | undefined): Query | null {
  if (!answer?.compare) return null;
  const { from, to, as_of } = answer.compare;
  return { ...Object.fromEntries(new URLSearchParams(answer.filter)), from, to, as_of, group_by: 'day' };
}

/** The question while it is seen; afterwards the last one stays, and its answer with it. */
function whileSeen<Q>(seen: ReadonlySignal<boolean>, question: () => Q | null): ReadonlySignal<Q | null> {
  let last: Q | null = null;
  return computed(() => {
    if (seen.value) last = question();
    return last;
  });
}

function withRevision(query: Query | null, { revision }: AppState) {
  return query && { query, revision: revision.value };
}

function everQuery({ scope }: AppState): Query | null {
  const ever = everOverdue(scope.value);
  return ever && filterQuery(ever);
}

function listQuery(filter: Filter | null, sort: Sort): Query | null {
  return filter && { ...filterQuery(filter), sort, limit: String(SHORT_LIST) };
}

/** The days that the scope spans: its window, or what there is of complaints. */
function windowDays({ scope, meta, end }: AppState): number {
  const { extent, city } = meta.value;
  const { from = extent.from, to = end.value } = scope.value;
  return lengthInDays({ from, to }, city.time_zone) ?? 0;
}

/** Below an area, the next finer level; of everything else, the level in use. */
function areasQuery(state: AppState, detail: AreaDetail | undefined): Query | null {
  const place = state.focus.value ? below(state, detail) : inUse(state);
  return place && { ...comparedQuery(state), group_by: 'area', ...place };
}

function inUse({ areas }: AppState): { set: string; level: string } | null {
  return areas.value && { set: areas.value.set.code, level: areas.value.level.code };
}

/** Null until the area in focus is known, and at the finest level. */
function below({ focus, meta }: AppState, detail: AreaDetail | undefined) {
  const area = detail?.area;
  if (!area || area.set !== focus.value?.set || area.code !== focus.value.code) return null;
  const levels = meta.value.area_sets.find(s => s.code === area.set)?.levels ?? [];
  const level = levels[levels.findIndex(l => l.code === area.level) + 1];
  return level ? { set: area.set, level: level.code } : null;
}
