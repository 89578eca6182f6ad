import { fileURLToPath } from 'node:url';
import { type Plugin, type Rolldown, transformWithOxc } from 'vite';

const source = (file: string) =>
  fileURLToPath(new URL(`../node_modules/maplibre-gl/src/${file}`, import.meta.url));
/** A file of the page. */
const own = (file: string) => fileURLToPath(new URL(`../${file}`, import.meta.url));
const MAP = source('index.ts');
const WORKER = source('source/worker.ts');

/** What the page imports to know where the map's worker is. */
const WORKER_URL = 'virtual:maplibre-worker-url';

/** Modules that are built otherwise, and what stands in their place. */
const STAND_INS: readonly { module: RegExp; code: string }[] = [
  // The second tile format: nothing here is written in it.
  {
    module: /^@maplibre\/mlt$/,
    code: `
export const GEOMETRY_TYPE = {};
export function decodeTile() { throw new Error('This map reads Mapbox Vector Tiles (mvt), not MapLibre Tiles (mlt).'); }`,
  },
  // The sky above the horizon, over the whole of every frame: this map is not tilted so far that it shows.
  {
    module: /[\\/]draw_sky(\.ts)?$/,
    code: `
export function drawSky() {}
export function drawAtmosphere() {}`,
  },
  // What begins the worker: here the page does, long before this code is there.
  {
    module: /[\\/]web_worker(\.ts)?$/,
    code: `export { takeWorker as workerFactory } from ${JSON.stringify(own('src/map/worker.ts'))};`,
  },
];
const STAND_IN = '\0stand-in-';

/**
 * Builds MapLibre from the sources in its package, map and worker in one graph.
 * The ready files of the package hold what the two have in common twice: 435 kB
 * together, gzipped, where 300 kB do. `npm run dev` uses the ready files.
 */
export function maplibre(): Plugin {
  let building = false;
  return {
    name: 'maplibre-from-source',
    enforce: 'pre',
    configResolved({ command, mode }) {
      building = command === 'build' && mode !== 'test';
    },
    resolveId(id) {
      if (id === WORKER_URL) return `\0${WORKER_URL}`;
      const stood = building ? STAND_INS.findIndex(({ module }) => module.test(id)) : -1;
      if (stood >= 0) return STAND_IN + stood;
      return building && id === 'maplibre-gl' ? MAP : undefined;
    },
    // Its classes are written for fields that are declared without being made.
    transform: {
      filter: { id: /maplibre-gl[\\/]src[\\/].*\.ts$/ },
      handler: (code, id) =>
        transformWithOxc(code, id, { typescript: { removeClassFieldsWithoutInitializer: true } }),
    },
    load(id) {
      if (id.startsWith(STAND_IN)) return STAND_INS[Number(id.slice(STAND_IN.length))]?.code;
      if (id !== `\0${WORKER_URL}`) return;
      if (!building) return "export { default } from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'";
      const worker = this.emitFile({ type: 'chunk', id: WORKER, name: 'maplibre-worker' });
      return `export default import.meta.ROLLUP_FILE_URL_${worker}`;
    },
  };
}

/**
 * chunks puts the two large libraries into files of their own, so that sizes and
 * profiles tell them from the page's code: echarts, maplibre, maplibre-shared
 * (what its worker needs too). What the worker alone needs is its own file.
 */
export function chunks(): Rolldown.CodeSplittingOptions {
  let ofMap: Set<string> | undefined;
  let ofWorker: Set<string> | undefined;
  return {
    // Else the map's half would take the common one with it, and its worker load both.
    includeDependenciesRecursively: false,
    groups: [
      { name: 'echarts', test: /node_modules[\\/](echarts|zrender|tslib)[\\/]/ },
      {
        test: id => id.includes('node_modules') || id.startsWith(STAND_IN),
        debugName: 'maplibre',
        name: (id, graph) => {
          ofMap ??= reached(MAP, graph);
          ofWorker ??= reached(WORKER, graph);
          if (!ofMap.has(id)) return null;
          return ofWorker.has(id) ? 'maplibre-shared' : 'maplibre';
        },
      },
    ],
  };
}

/** All modules that a module needs, itself included. */
function reached(from: string, graph: Rolldown.ChunkingContext): Set<string> {
  const found = new Set([from]);
  for (const id of found) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  return found;
}
