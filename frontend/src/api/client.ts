import createClient from 'openapi-fetch';
import type { paths } from './schema';
import type {
  AreaDetail,
  AreaList,
  ComplaintDetail,
  ComplaintPage,
  Geocoded,
  Hotspots,
  Meta,
  Neighbours,
  Schemas,
  Stats,
  TileJSON,
} from './vocabulary';

/** Query parameters as the service names them. */
export type Query = Readonly<Record<string, string>>;

/**
 * A fault in the service's own words: what was wrong and what would be right.
 * `status` is 0 when no answer came at all.
 */
export class Fault extends Error {
  readonly status: number;
  readonly hint: string | undefined;
  readonly code: string | undefined;
  /** The parameter at fault, and its value as the service has understood it. */
  readonly field: string | undefined;
  readonly value: string | undefined;
  readonly instance: string | undefined;

  constructor(status: number, problem: Partial<Schemas['Problem']>) {
    super(problem.detail ?? problem.title ?? '');
    this.name = 'Fault';
    this.status = status;
    this.hint = problem.hint;
    this.code = problem.code;
    this.field = problem.field;
    this.value = problem.value;
    this.instance = problem.instance;
  }
}

/** The routes the page uses. Every call fails with a Fault, or with the abort of its signal. */
export interface Api {
  meta(signal: AbortSignal): Promise<Meta>;
  /** What is looked at first is asked with a high priority: a browser asks six things at once, and a change of the filter asks more. */
  stats(query: Query, signal: AbortSignal, priority?: RequestPriority): Promise<Stats>;
  areas(query: Query, signal: AbortSignal): Promise<AreaList>;
  area(set: string, code: string, query: Query, signal: AbortSignal): Promise<AreaDetail>;
  /** The hexagons with the most complaints of a filter. */
  hotspots(query: Query, signal: AbortSignal): Promise<Hotspots>;
  /** The places that an address may mean, the likeliest first. */
  geocode(q: string, limit: number, signal: AbortSignal): Promise<Geocoded>;
  /** A page of the complaints of a filter: sort, limit, offset. */
  complaints(query: Query, signal: AbortSignal): Promise<ComplaintPage>;
  complaint(id: string, signal: AbortSignal): Promise<ComplaintDetail>;
  /** What lies around a complaint: radius and limit. */
  neighbours(id: string, query: Query, signal: AbortSignal): Promise<Neighbours>;
  cellTiles(query: Query, signal: AbortSignal): Promise<TileJSON>;
  areaTiles(set: string, level: string, query: Query, signal: AbortSignal): Promise<TileJSON>;
  pointTiles(query: Query, signal: AbortSignal): Promise<TileJSON>;
  /** What lies around the data: water, main roads, metro, places. */
  contextTiles(signal: AbortSignal): Promise<TileJSON>;
}

/** createApi speaks to the service at origin. `onFault` hears of every fault before who has asked does. */
export function createApi(origin: string, onFault: (fault: Fault) => void = () => {}): Api {
  const http = createClient<paths, 'application/json'>({
    baseUrl: origin,
    headers: { accept: 'application/json' },
  });
  const answer = <T>(request: Promise<Reply<T>>) =>
    answerOf(request).catch((error: unknown) => {
      if (error instanceof Fault) onFault(error);
      throw error;
    });
  return {
    meta: signal => answer(http.GET('/api/v1/meta', { signal })),
    stats: (query, signal, priority = 'low') =>
      answer(http.GET('/api/v1/stats', { params: { query }, signal, priority })),
    areas: (query, signal) => answer(http.GET('/api/v1/areas', { params: { query }, signal })),
    area: (set, code, query, signal) =>
      answer(http.GET('/api/v1/areas/{set}/{code}', { params: { path: { set, code }, query }, signal })),
    hotspots: (query, signal) => answer(http.GET('/api/v1/hotspots', { params: { query }, signal })),
    geocode: (q, limit, signal) =>
      answer(http.GET('/api/v1/geocode', { params: { query: { q, limit } }, signal })),
    complaints: (query, signal) => answer(http.GET('/api/v1/complaints', { params: { query }, signal })),
    complaint: (id, signal) =>
      answer(http.GET('/api/v1/complaints/{id}', { params: { path: { id } }, signal })),
    neighbours: (id, query, signal) =>
      answer(http.GET('/api/v1/complaints/{id}/neighbours', { params: { path: { id }, query }, signal })),
    cellTiles: (query, signal) => answer(http.GET('/tiles/v1/heat.json', { params: { query }, signal })),
    pointTiles: (query, signal) =>
      answer(http.GET('/tiles/v1/complaints.json', { params: { query }, signal })),
    contextTiles: signal => answer(http.GET('/tiles/v1/context.json', { signal })),
    areaTiles: (set, level, query, signal) =>
      answer(
        http.GET('/tiles/v1/areas/{set}/{level}.json', { params: { path: { set, level }, query }, signal }),
      ),
  };
}

type Reply<T> = { data?: T; error?: unknown; response: Response };

async function answerOf<T>(request: Promise<Reply<T>>): Promise<T> {
  let reply: Reply<T>;
  try {
    reply = await request;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Fault(0, {});
  }
  if (reply.data === undefined) throw new Fault(reply.response.status, asProblem(reply.error));
  return reply.data;
}

/** A proxy in between may answer with a page of its own; then only the status is known. */
function asProblem(error: unknown): Partial<Schemas['Problem']> {
  return typeof error === 'object' && error !== null ? error : {};
}
