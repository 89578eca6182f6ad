import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VectorTile } from '@mapbox/vector-tile';
import { cellToBoundary, cellToParent, getResolution, isValidCell, latLngToCell } from 'h3-js';
import { PbfReader } from 'pbf';
import type { Schemas } from '../src/api/vocabulary';
import { ask, askMeta, askStats, SERVICE } from './driver';

type Features = ReturnType<VectorTile['layers'][string]['feature']>[];

/** The features of a layer of a tile, decoded as a browser does; none for an empty tile. */
async function features(path: string, layer: string): Promise<Features> {
  const response = await fetch(SERVICE + path);
  if (response.status === 204) return [];
  assert.equal(response.status, 200, path);
  const found = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer()))).layers[layer];
  return Array.from({ length: found?.length ?? 0 }, (_, i) => {
    const feature = found?.feature(i);
    assert.ok(feature);
    return feature;
  });
}

/** The addresses of the tiles of a zoom that cover the city. */
async function tilesOfCity(zoom: number): Promise<{ z: number; x: number; y: number }[]> {
  const { city } = await askMeta();
  const [west = 0, south = 0, east = 0, north = 0] = city.bounds;
  const n = 2 ** zoom;
  const column = (lng: number) => Math.floor(((lng + 180) / 360) * n);
  const row = (lat: number) => {
    const rad = (lat * Math.PI) / 180;
    return Math.floor(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * n);
  };
  const tiles: { z: number; x: number; y: number }[] = [];
  for (let x = column(west); x <= column(east); x++) {
    for (let y = row(north); y <= row(south); y++) tiles.push({ z: zoom, x, y });
  }
  return tiles;
}

describe('vector tiles', () => {
  it('of every small zoom hold each placed complaint once, in valid cells of the right size', async () => {
    const { placed } = await askStats('');
    const { resolutions } = await askMeta();
    for (const zoom of [6, 8, 9, 10]) {
      const counts = new Map<string, number>();
      for (const { z, x, y } of await tilesOfCity(zoom)) {
        for (const { properties: p, id } of await features(`/tiles/v1/heat/${z}/${x}/${y}.mvt`, 'cells')) {
          const h3 = String(p.h3);
          assert.ok(isValidCell(h3), h3);
          assert.equal(getResolution(h3), resolutions[zoom]);
          assert.equal(p.res, resolutions[zoom]);
          assert.equal(id, Number(BigInt(`0x${h3}`) & ((1n << 52n) - 1n)), 'the low 52 bits of the index');
          counts.set(h3, Number(p.n));
        }
      }
      const sum = [...counts.values()].reduce((a, b) => a + b, 0);
      assert.equal(sum, placed, `zoom ${zoom}`);
    }
  });

  it('draw a cell where h3-js has it', async () => {
    const [tile] = await tilesOfCity(6);
    assert.ok(tile);
    const cells = await features(`/tiles/v1/heat/${tile.z}/${tile.x}/${tile.y}.mvt`, 'cells');
    assert.ok(cells.length > 0);
    // A tile's grid of 4096 steps is about 0.0014° at zoom 6; three steps are allowed.
    const tolerance = (3 * 360) / (2 ** tile.z * 4096);
    for (const cell of cells) {
      const { geometry } = cell.toGeoJSON(tile.x, tile.y, tile.z);
      assert.equal(geometry.type, 'Polygon');
      const [ring = []] = geometry.type === 'Polygon' ? geometry.coordinates : [];
      const corners = cellToBoundary(String(cell.properties.h3), true);
      for (const corner of corners) {
        const nearest = Math.min(
          ...ring.map(([lng = 0, lat = 0]) => Math.hypot(lng - corner[0], lat - corner[1])),
        );
        const clipped = nearest > tolerance && touchesEdge(ring, tile);
        assert.ok(nearest <= tolerance || clipped, `${cell.properties.h3}: ${nearest}`);
      }
    }
  });

  it('agree with h3-js on the cells of complaints and on their parents', async () => {
    const { complaints } = await ask<Schemas['ComplaintPage']>('/api/v1/complaints?quality=point&limit=500');
    const placed = complaints.filter(c => c.h3 && c.lat !== undefined && c.lon !== undefined);
    assert.ok(placed.length > 400, `${placed.length} placed complaints`);
    for (const c of placed) assert.equal(latLngToCell(c.lat ?? 0, c.lon ?? 0, 10), c.h3, c.id);
    const parents = new Set(placed.map(c => cellToParent(c.h3 ?? '', 7)));
    const drawn = new Set<string>();
    for (const { z, x, y } of await tilesOfCity(9)) {
      for (const f of await features(`/tiles/v1/heat/${z}/${x}/${y}.mvt`, 'cells'))
        drawn.add(String(f.properties.h3));
    }
    assert.deepEqual(
      [...parents].filter(h3 => !drawn.has(h3)),
      [],
    );
  });

  it('of areas add up to what the set covers, and carry a label for each', async () => {
    const meta = await askMeta();
    const set = meta.area_sets.find(s => s.code === meta.default_set);
    const level = set?.levels.at(-1);
    assert.ok(set && level);
    const counts = new Map<string, number>();
    const labels = new Set<string>();
    for (const { z, x, y } of await tilesOfCity(8)) {
      const path = `/tiles/v1/areas/${set.code}/${level.code}/${z}/${x}/${y}.mvt`;
      for (const f of await features(path, 'areas'))
        counts.set(String(f.properties.code), Number(f.properties.n));
      for (const f of await features(path, 'area_labels')) labels.add(String(f.properties.code));
    }
    const stats = await askStats(`group_by=area&set=${set.code}&level=${level.code}`);
    const covered = (stats.rows ?? []).filter(row => row.key[0] !== null);
    const want = covered.reduce((sum, row) => sum + row.measures.n, 0);
    assert.equal(
      [...counts.values()].reduce((a, b) => a + b, 0),
      want,
    );
    assert.equal(counts.size, level.areas);
    assert.equal(labels.size, level.areas);
  });
});

/** Whether a ring was cut at its tile's buffer: then corners of the cell are missing, rightly. */
function touchesEdge(ring: number[][], tile: { z: number; x: number }): boolean {
  const width = 360 / 2 ** tile.z;
  const west = tile.x * width - 180;
  return ring.some(([lng = 0]) => lng < west || lng > west + width) || ring.length > 7 || ring.length < 7;
}
