import type { Api, Query } from '../api/client';
import { type Resource, resource } from '../api/resource';
import type { Stats } from '../api/vocabulary';
import { atRest } from './at-rest';
import { comparison } from './comparison';
import { type Filter, filterQuery, newFilter } from './filter';
import type { AppState } from './state';
import { type Watched, watched } from './watched';

/** What the ranking asks beside the list of areas, while it is looked at. */
export interface Standings extends Resource<Stats> {
  readonly watch: Watched<unknown>['watch'];
}

/** createStandings asks for all agencies or all areas, with the window that they are compared with. */
export function createStandings(state: AppState, api: Api): Standings {
  const { question, watch } = watched(() => {
    const query = standingsQuery(state);
    return query && { query, revision: state.revision.value };
  });
  const calm = atRest(state.held, () => question.value);
  const stats = resource(calm, (q, signal) => api.stats(q.query, signal), state.withinGesture);
  return { ...stats, watch };
}

/**
 * rankedAreas is the filter under which areas are ranked. On an area's page too all of them are:
 * the list says where the area stands among the others, and the search finds those in it.
 */
export function rankedAreas({ filter, view }: Pick<AppState, 'filter' | 'view'>): Filter {
  return view.value.page.kind === 'area' ? newFilter({ ...filter.value, areas: [] }) : filter.value;
}

/** Null for areas without a window: the list of areas has their figures already. */
function standingsQuery(state: AppState): Query | null {
  const { ranking } = state.view.value;
  const filter = ranking === 'areas' ? rankedAreas(state) : state.asked.value;
  const query = { ...filterQuery(filter), ...comparison(state) };
  if (ranking === 'agencies') return { ...query, group_by: 'agency' };
  const areas = state.areas.value;
  if (!areas || !('compare' in query)) return null;
  return { ...query, group_by: 'area', set: areas.set.code, level: areas.level.code };
}
