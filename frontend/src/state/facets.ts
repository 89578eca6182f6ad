import { computed, type ReadonlySignal } from '@preact/signals';
import type { Api, Query } from '../api/client';
import { resource } from '../api/resource';
import { CLASSES, type Stats } from '../api/vocabulary';
import { atRest } from './at-rest';
import { type Filter, filterQuery, newFilter } from './filter';
import type { AppState } from './state';
import { FACETS, type FacetName, withName } from './unfolded';
import { type Watched, watched } from './watched';

/** What each choice would give under the rest of the filter. */
export interface Counts {
  /** By code; a choice that is not there would give nothing. */
  readonly of: ReadonlyMap<string, number>;
  /** Complaints that no choice would give: without an agency, or in none of the areas. */
  readonly rest: number;
}

/** One facet: whether it is open, which the address holds, and its counts. */
export interface Facet {
  open: boolean;
  /** Undefined while nothing is known, so that no zero is shown too early. */
  readonly counts: ReadonlySignal<Counts | undefined>;
  /** Says that somebody looks at the counts, until the function that it gives is called. */
  readonly watch: Watched<unknown>['watch'];
}

export type Facets = Readonly<Record<FacetName, Facet>>;

/** createFacets makes the facets; each asks one question of its own, and none while it is folded. */
export function createFacets(state: AppState, api: Api): { facets: Facets; dispose: () => void } {
  const facet = (name: FacetName) => createFacet(name, state, api);
  const facets = {
    classes: facet('classes'),
    kinds: facet('kinds'),
    agencies: facet('agencies'),
    areas: facet('areas'),
    channels: facet('channels'),
    statuses: facet('statuses'),
    qualities: facet('qualities'),
  };
  return {
    facets,
    dispose: () => {
      for (const f of Object.values(facets)) f.dispose();
    },
  };
}

function createFacet(name: FacetName, state: AppState, api: Api): Facet & { dispose: () => void } {
  const { question, watch } = watched(() => {
    const query = facetQuery(name, state);
    return query && { query, revision: state.revision.value };
  });
  const calm = atRest(state.held, () => question.value);
  const stats = resource(calm, (q, signal) => api.stats(q.query, signal), state.withinGesture);
  // By itself: a facet is not drawn anew whenever the map moves.
  const open = computed(() => state.view.value.facets.includes(name));
  return {
    get open() {
      return open.value;
    },
    set open(isOpen) {
      const { facets } = state.view.peek();
      state.look({ facets: withName(FACETS, facets, name, isOpen) });
    },
    counts: computed(() => stats.data.value && countsOf(name, stats.data.value)),
    watch,
    dispose: stats.dispose,
  };
}

/** The lists of the filter that a facet sets. */
const LISTS = {
  classes: { classes: [] },
  kinds: { categories: [], groups: [] },
  agencies: { agencies: [] },
  areas: { areas: [] },
  channels: { channels: [] },
  statuses: { statuses: [] },
  qualities: { qualities: [] },
} as const satisfies Record<FacetName, Partial<Filter>>;

/** cleared is the change of the filter that takes out all that a facet has set. */
export function cleared(name: FacetName): Partial<Filter> {
  return LISTS[name];
}

/** What a facet's question groups by; the classes are part of every answer's total. */
const GROUP_BY: Readonly<Record<FacetName, string | null>> = {
  classes: null,
  kinds: 'category',
  agencies: 'agency',
  areas: 'area',
  channels: 'channel',
  statuses: 'status',
  qualities: 'quality',
};

/** A facet's question: the filter without what the facet itself sets. Null when there is nothing to choose from. */
function facetQuery(name: FacetName, state: AppState): Query | null {
  const query = filterQuery(newFilter({ ...state.asked.value, ...cleared(name) }));
  const by = GROUP_BY[name];
  if (by === null) return query;
  if (name !== 'areas') return { ...query, group_by: by };
  const areas = state.areas.value;
  return areas && { ...query, group_by: by, set: areas.set.code, level: areas.level.code };
}

/** countsOf reads an answer to a facet's question. */
export function countsOf(name: FacetName, { total, rows = [] }: Stats): Counts {
  if (name === 'classes') return { of: new Map(CLASSES.map(c => [c, total[c]])), rest: 0 };
  const known = rows.flatMap(({ key: [code], measures }) => (code ? [[code, measures.n] as const] : []));
  const counted = known.reduce((sum, [, n]) => sum + n, 0);
  return { of: new Map(known), rest: total.n - counted };
}
