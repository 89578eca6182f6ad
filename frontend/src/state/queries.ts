import { computed, type ReadonlySignal } from '@preact/signals';
import type { Api, Fault, Query } from '../api/client';
import { type Resource, resource } from '../api/resource';
import type { Area, AreaDetail, AreaList, Stats } from '../api/vocabulary';
import { type AreaNames, createAreaNames } from './area-names';
import { atRest } from './at-rest';
import { dayAt } from './days';
import { createFacets, type Facets } from './facets';
import { filterQuery, newFilter } from './filter';
import { comparedQuery, createFigureQueries, type FigureQueries } from './queries-figures';
import { createListQueries, type ListQueries } from './queries-list';
import { createMapQueries, type MapQueries } from './queries-map';
import { createStandings, rankedAreas, type Standings } from './queries-ranking';
import { isWhole } from './span';
import type { AppState } from './state';
import { createStrip, type Strip } from './strip';

/** Everything the page asks the service, each following the state by itself. */
export interface Queries extends MapQueries {
  /** The scope's total, by category; with the compared window when there is a window. */
  readonly categories: Resource<Stats>;
  /** What else the figures panel asks, while it is looked at. */
  readonly figures: FigureQueries;
  /** The scope over the time that the strip shows, in its buckets. */
  readonly curve: Resource<Stats>;
  readonly strip: Strip;
  readonly ranking: Resource<AreaList>;
  /** The area in focus, else the one of an area's page. */
  readonly area: Resource<AreaDetail>;
  /** The area whose page it is, whatever is selected on it; undefined elsewhere and until it is known. */
  readonly home: ReadonlySignal<AreaDetail | undefined>;
  /** What went wrong with it. */
  readonly homeFault: ReadonlySignal<Fault | undefined>;
  /** Agencies, or areas with the window compared with; areas themselves are in `ranking`. */
  readonly standings: Standings;
  readonly facets: Facets;
  readonly areaNames: AreaNames['names'];
  /** Single complaints. */
  readonly list: ListQueries;
  dispose(): void;
}

/** A question to the service: parameters and the revision they are asked of. */
export interface Question {
  readonly query: Query;
  readonly revision: number;
}

/** createQueries asks through api as the state changes. */
export function createQueries(state: AppState, api: Api): Queries {
  const ask = (query: Query): Question => ({ query, revision: state.revision.value });
  const following = <Q, T>(question: () => Q | null, load: (q: Q, signal: AbortSignal) => Promise<T>) =>
    resource(computed(question), load, state.withinGesture);
  const stats = (query: () => Query, priority?: RequestPriority) =>
    following(
      () => ask(query()),
      (q, signal) => api.stats(q.query, signal, priority),
    );
  const strip = createStrip(state);

  const queries = {
    categories: stats(() => ({ ...comparedQuery(state), group_by: 'category' }), 'high'),
    curve: stats(() => curveQuery(state, strip)),
    ranking: resource(
      atRest(state.held, () => rankingQuestion(state)),
      (q, signal) => api.areas(q.query, signal),
      state.withinGesture,
    ),
    area: following(
      () => areaQuestion(state),
      (q, signal) => api.area(q.set, q.code, q.query, signal),
    ),
    ...createMapQueries(state, api),
    standings: createStandings(state, api),
  };
  const own = following(
    () => homeQuestion(state),
    (q, signal) => api.area(q.set, q.code, q.query, signal),
  );
  const facets = createFacets(state, api);
  const figures = createFigureQueries(state, api, queries);
  const areaNames = createAreaNames(state, api, queries.ranking);
  const list = createListQueries(state, api);
  return {
    ...queries,
    home: computed(() => [queries.area, own].map(r => r.data.value).find(detail => isHome(state, detail))),
    homeFault: computed(() => (isAway(state) ? own : queries.area).fault.value),
    figures,
    list,
    strip,
    facets: facets.facets,
    areaNames: areaNames.names,
    dispose: () => {
      for (const r of [...Object.values(queries), own, figures, facets, areaNames, list]) r.dispose();
    },
  };
}

/** areaByCode finds an area in the list of the level in use. */
export function areaByCode(list: AreaList | undefined, set: string, code: string): Area | undefined {
  return list?.set === set ? list.areas.find(a => a.code === code) : undefined;
}

/** The scope over what the strip shows: all time, or a year of it. */
function curveQuery({ scope }: AppState, { whole, span, bucket }: Strip): Query {
  const from = dayAt(span.value[0]);
  const to = dayAt(span.value[1]);
  const all = isWhole(span.value, whole.value);
  const filter = newFilter({ ...scope.value, ...(all ? { from: undefined, to: undefined } : { from, to }) });
  return { ...filterQuery(filter), group_by: bucket.value };
}

function rankingQuestion(state: AppState): Question | null {
  const areas = state.areas.value;
  if (!areas) return null;
  const query = {
    ...filterQuery(rankedAreas(state)),
    set: areas.set.code,
    level: areas.level.code,
  };
  return { query, revision: state.revision.value };
}

function areaQuestion(state: AppState): (Question & { set: string; code: string }) | null {
  const { page } = state.view.value;
  // On an area's page the page's own, whatever else is selected: its head, its relatives and the map go by it.
  const area = state.focus.value ?? (page.kind === 'area' ? page : null);
  if (!area) return null;
  // The area itself narrows; the route takes no list of areas.
  const query = filterQuery(newFilter({ ...state.filter.value, areas: [] }));
  return { query, revision: state.revision.value, set: area.set, code: area.code };
}

/** Whether something else than the area of the page is selected, so that `area` is of that. */
function isAway({ view, focus }: AppState): boolean {
  const { page } = view.value;
  const about = focus.value;
  return page.kind === 'area' && about !== null && (about.set !== page.set || about.code !== page.code);
}

/** The area of the page by itself, asked only while `area` is another: its level and its place hang on it. */
function homeQuestion(state: AppState): (Question & { set: string; code: string }) | null {
  const { page } = state.view.value;
  if (page.kind !== 'area' || !isAway(state)) return null;
  return { query: {}, revision: state.revision.value, set: page.set, code: page.code };
}

function isHome({ view }: AppState, detail: AreaDetail | undefined): boolean {
  const { page } = view.value;
  return page.kind === 'area' && detail?.area.set === page.set && detail.area.code === page.code;
}
