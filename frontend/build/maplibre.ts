import { fileURLToPath } from 'node:url';
import { type Plugin, type Rolldown, transformWithOxc } from 'vite';

const source = (file: string) =>
  fileURLToPath(new URL(`../node_modules/maplibre-gl/src/${file}`, import.meta.url));
const MAP = source('index.ts');
const WORKER = source('source/worker.ts');

/** What the page imports to know where the map's worker is. */
const WORKER_URL = 'virtual:maplibre-worker-url';

/** MapLibre's second tile format, and what stands in its place. */
const MLT = '@maplibre/mlt';
const NO_MLT = `
export const GEOMETRY_TYPE = {};
export function decodeTile() { throw new Error('This map reads Mapbox Vector Tiles (mvt), not MapLibre Tiles (mlt).'); }`;

/** What draws the sky above the horizon, over the whole of every frame. This map is not tilted so far that it shows. */
const SKY = /[\\/]draw_sky(\.ts)?$/;
const NO_SKY = `
export function drawSky() {}
export function drawAtmosphere() {}`;

/**
 * Builds MapLibre from the sources in its package, map and worker in one graph.
 * The ready files of the package hold what the two have in common twice: 435 kB
 * together, gzipped, where 300 kB do. What reads MapLibre's other tile format is
 * left out: nothing here is written in it. `npm run dev` uses the ready files.
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
      if (building && id === MLT) return `\0${MLT}`;
      if (building && SKY.test(id)) return '\0no-sky';
      return building && id === 'maplibre-gl' ? MAP : undefined;
    },
    // Its classes are written for fields that are declared without being made.
    transform: {
      filter: { id: /maplibre-gl[\\/]src[\\/].*\.ts$/ },
      handler: (code, id) =>
        transformWithOxc(code, id, { typescript: { removeClassFieldsWithoutInitializer: true } }),
    },
    load(id) {
      if (id === `\0${MLT}`) return NO_MLT;
      if (id === '\0no-sky') return NO_SKY;
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
        test: /node_modules[\\/]/,
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
