import { computed, effect } from '@preact/signals';
import type { Api, Query } from '../api/client';
import { type Resource, resource } from '../api/resource';
import type { Area, AreaDetail, AreaList, Complaint, ComplaintDetail, Neighbours } from '../api/vocabulary';
import { filterQuery } from './filter';
import { createPages, type Pages } from './pages';
import type { AppState } from './state';

/** How far a list can be entered by counting, and how much leaves in one file: the service's own bounds. */
export const LONGEST_LIST = 100_000;
/** How far from a complaint its neighbours are, in metres, and how many are listed. */
export const NEIGHBOUR_RADIUS = 200;
const NEIGHBOURS = 300;

/** A hundred rows are some 60 kB of JSON, and more than any screen shows. */
const PAGE = 100;
/** 3,000 rows, a few megabytes, and every page that a reader turns back to. */
const PAGES_HELD = 30;
const PAGES_ABREAST = 2;
const SETTLE_MS = 90;

/** An area that a complaint lies in, and the one that holds it. */
export type PlaceOf = Pick<Area, 'set' | 'code' | 'name' | 'name_en'> & Pick<AreaDetail, 'parent'>;

/** What the page asks about single complaints. */
export interface ListQueries {
  /** The rows of the open list. */
  readonly rows: Pages<Complaint>;
  /** The chosen complaint, where it is and what lies around it. */
  readonly complaint: Resource<ComplaintDetail>;
  readonly places: Resource<readonly PlaceOf[]>;
  readonly neighbours: Resource<Neighbours>;
  /** The finest areas of the set in use, for their names. */
  readonly areas: Resource<AreaList>;
  dispose(): void;
}

/** createListQueries asks through api as the state changes. */
export function createListQueries(state: AppState, api: Api): ListQueries {
  const rows = createPages<Query, Complaint>({
    size: PAGE,
    most: PAGES_HELD,
    abreast: PAGES_ABREAST,
    settleMs: SETTLE_MS,
    load: async (query, offset, limit, signal) => {
      const page = await api.complaints({ ...query, offset: String(offset), limit: String(limit) }, signal);
      return page.complaints;
    },
  });
  const stop = followList(state, rows.ask);
  const chosen = computed(() => {
    const { selection } = state.view.value;
    return selection?.kind === 'complaint'
      ? { id: selection.id, query: {}, revision: state.revision.value }
      : null;
  });
  const complaint = resource(chosen, (q, signal) => api.complaint(q.id, signal));
  const places = resource(
    computed(() => areasOf(complaint.data.value)),
    (refs, signal) => Promise.all(refs.map(([set, code]) => api.area(set, code, {}, signal))).then(namesOf),
  );
  const query = { radius: String(NEIGHBOUR_RADIUS), limit: String(NEIGHBOURS) };
  const neighbours = resource(chosen, (q, signal) => api.neighbours(q.id, query, signal));
  const areas = resource(
    computed(() => finestAreas(state)),
    (q, signal) => api.areas(q, signal),
  );
  return {
    rows,
    complaint,
    places,
    neighbours,
    areas,
    dispose: () => {
      stop();
      for (const part of [rows, complaint, places, neighbours, areas]) part.dispose();
    },
  };
}

/** exportLink is the address of a file with the scope's complaints, as many as one file holds. */
export function exportLink(state: AppState, format: 'csv' | 'geojson'): string {
  const query = new URLSearchParams({ ...listQuery(state), format, limit: String(LONGEST_LIST) });
  return `/api/v1/complaints?${query}`;
}

function listQuery({ scope, view }: AppState): Query {
  return { ...filterQuery(scope.value), sort: view.value.sort };
}

/** Puts a new question when another list is asked for, and the same one again at every revision. */
function followList(state: AppState, ask: (query: Query | null, keep: boolean) => void): () => void {
  const question = computed(() => (state.view.value.list ? JSON.stringify(listQuery(state)) : ''));
  let before = '';
  return effect(() => {
    const text = question.value;
    void state.revision.value;
    const keep = text === before;
    before = text;
    queueMicrotask(() => {
      if (text === before) ask(text === '' ? null : (JSON.parse(text) as Query), keep);
    });
  });
}

function areasOf(complaint: ComplaintDetail | undefined): [set: string, code: string][] | null {
  return complaint ? Object.entries(complaint.areas ?? {}) : null;
}

function namesOf(details: readonly AreaDetail[]): PlaceOf[] {
  return details.map(({ area: { set, code, name, name_en }, parent }) => ({
    set,
    code,
    name,
    name_en,
    parent,
  }));
}

/** Asked while there are complaints to name the area of: the answer knows measures too, and they take time. */
function finestAreas({ areas, view }: AppState): Query | null {
  const inUse = areas.value;
  const { list, selection } = view.value;
  if (!inUse || !(list || selection?.kind === 'complaint')) return null;
  return { set: inUse.set.code, level: inUse.set.levels.at(-1)?.code ?? inUse.level.code };
}

/** areaNames gives areas by code. */
export function areaNames(list: AreaList | undefined): ReadonlyMap<string, Area> {
  return new Map((list?.areas ?? []).map(area => [area.code, area]));
}
