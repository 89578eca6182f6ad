import { computed } from '@preact/signals';
import type { Api, Query } from '../api/client';
import { type Resource, resource } from '../api/resource';
import type { TileJSON } from '../api/vocabulary';
import { comparedFilter, modeInForce } from './comparison';
import { type Filter, filterQuery, newFilter } from './filter';
import type { Question } from './queries';
import type { AppState } from './state';
import type { Layer, Mode } from './view';
import { mapFilter } from './waiting';

/** Tiles of a filter, with the legend that belongs to them. */
export interface Tiles {
  /** The same for tiles with the same content. */
  readonly key: string;
  readonly tiles: TileJSON;
}

/** The tiles of the layer in force. */
export interface LayerTiles extends Tiles {
  readonly layer: Layer;
}

/** The tiles of one level of one set of areas. */
export interface GroundTiles {
  readonly set: string;
  readonly level: string;
  readonly tiles: TileJSON;
}

/** What the map asks the service. */
export interface MapQueries {
  /** The layer in force; for a map of change with what there was in the compared window. */
  readonly tiles: Resource<LayerTiles>;
  /** Single complaints, asked for a little before the map is near enough to draw them. */
  readonly points: Resource<Tiles>;
  /** Outlines and names of the areas in use; no filter and no revision changes them. */
  readonly ground: Resource<GroundTiles>;
  /** What lies around the data; no filter and no revision changes it. */
  readonly context: Resource<TileJSON>;
  /** The same of the compared window, while two maps are side by side. */
  readonly tilesBefore: Resource<LayerTiles>;
  readonly pointsBefore: Resource<Tiles>;
}

/** The zoom from which tiles of single complaints are asked for. */
const NEAR = 13;

/** createMapQueries asks through api as the state changes. */
export function createMapQueries(state: AppState, api: Api): MapQueries {
  const near = computed(() => (state.view.value.camera?.zoom ?? 0) >= NEAR);
  const mode = computed(() => modeInForce(state));
  const before = computed(() => (mode.value === 'swipe' ? comparedFilter(state) : null));
  const now = computed(() => {
    const change = mode.value === 'change' && { compare: state.view.value.compare };
    return { ...filterQuery(mapFilter(state.view.value, state.asked.value)), ...change };
  });
  const layer = (query: () => Query | null) =>
    resource(
      computed(() => tilesQuestion(state, query())),
      (q, signal) => loadTiles(api, q, signal),
      state.withinGesture,
    );
  const points = (filter: () => Filter | null) =>
    resource(
      computed(() => (near.value ? pointsQuestion(state, filter()) : null)),
      async (q, signal) => ({ key: JSON.stringify(q), tiles: await api.pointTiles(q.query, signal) }),
      state.withinGesture,
    );
  const raw = layer(() => now.value);
  const newest = layer(() => newestQuery(state, mode.value));
  const kept = computed(() => keepBreaks(raw.data.value, newest.data.value));
  const dispose = () => {
    raw.dispose();
    newest.dispose();
  };
  return {
    tiles: { ...raw, data: kept, dispose },
    tilesBefore: layer(() => before.value && filterQuery(before.value)),
    // Points have the colours of their class, which a map of change would drown.
    points: points(() => (mode.value === 'change' ? null : state.asked.value)),
    pointsBefore: points(() => before.value),
    ground: resource(
      computed(() => groundQuestion(state)),
      async (q, signal) => ({ ...q, tiles: await api.areaTiles(q.set, q.level, {}, signal) }),
    ),
    context: resource(
      computed(() => ({})),
      (_, signal) => api.contextTiles(signal),
    ),
  };
}

/**
 * The newest window as long as the one that is played: a legend cut anew at each step would make
 * equal colours mean other numbers from step to step. That of all time is no choice: cells hold
 * far more in years than in the days of a window.
 */
function newestQuery({ played, asked, view }: AppState, mode: Mode): Query | null {
  if (!played.value) return null;
  const filter = newFilter({ ...asked.value, ...played.value });
  return { ...filterQuery(filter), ...(mode === 'change' && { compare: view.value.compare }) };
}

/** keepBreaks gives tiles the breaks of others of the same kind. */
export function keepBreaks(
  answer: LayerTiles | undefined,
  other: LayerTiles | undefined,
): LayerTiles | undefined {
  const own = answer?.tiles.legend;
  const kept = other?.tiles.legend;
  const alike = answer?.layer === other?.layer && !own?.compare === !kept?.compare;
  if (!answer || !own || !kept || !alike) return answer;
  return { ...answer, tiles: { ...answer.tiles, legend: { ...own, breaks: kept.breaks } } };
}

type TilesQuestion = Question & { layer: Layer; set: string; level: string };

function tilesQuestion(state: AppState, query: Query | null): TilesQuestion | null {
  const { layer } = state.view.value;
  const areas = state.areas.value;
  if (!query || (layer === 'areas' && !areas)) return null;
  return {
    query,
    revision: state.revision.value,
    layer,
    // Hexagons do not depend on areas: another set must not ask for them again.
    set: layer === 'areas' ? (areas?.set.code ?? '') : '',
    level: layer === 'areas' ? (areas?.level.code ?? '') : '',
  };
}

function groundQuestion({ areas }: AppState): Omit<GroundTiles, 'tiles'> | null {
  return areas.value && { set: areas.value.set.code, level: areas.value.level.code };
}

function pointsQuestion(state: AppState, filter: Filter | null): Question | null {
  return filter && { query: filterQuery(filter), revision: state.revision.value };
}

async function loadTiles(api: Api, q: TilesQuestion, signal: AbortSignal): Promise<LayerTiles> {
  const tiles =
    q.layer === 'areas'
      ? await api.areaTiles(q.set, q.level, q.query, signal)
      : await api.cellTiles(q.query, signal);
  return { layer: q.layer, key: JSON.stringify(q), tiles };
}
