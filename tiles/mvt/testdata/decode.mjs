// Reads a vector tile from standard input with the decoder that MapLibre GL JS
// uses, and writes one line of JSON for each feature.
//
//   node decode.mjs node_modules < tile.mvt
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const modules = process.argv[2];
const load = (file) => import(pathToFileURL(join(modules, file)));
const { VectorTile } = await load("@mapbox/vector-tile/index.js");
const pbf = await load("pbf/index.js");
const Pbf = pbf.PbfReader ?? pbf.default;

const tile = new VectorTile(new Pbf(readFileSync(0)));
for (const layer of Object.values(tile.layers)) {
  for (let i = 0; i < layer.length; i++) {
    const f = layer.feature(i);
    const geometry = f.loadGeometry().map((part) => part.map((p) => [p.x, p.y]));
    const { name, version, extent } = layer;
    console.log(JSON.stringify({ name, version, extent, id: f.id, type: f.type, geometry, properties: f.properties }));
  }
}
