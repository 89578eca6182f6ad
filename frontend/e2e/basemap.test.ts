import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Around, Driver, type PageWindow } from './driver';
import { type TileLayer, tileOf } from './mvt';
import { rasterArchive, vectorArchive } from './pmtiles';

/** The data folder of the service under test, when these tests have started it themselves. */
const FOLDER = process.env.DIEMNONG_E2E_FOLDER;
/** Whose the base map is. */
const OWNER = '© Nền thử nghiệm';

describe('a base map', { skip: !FOLDER && 'this service is not ours' }, () => {
  it('of pictures comes from the same service and nobody else, and brings its own water and roads', async () => {
    await withFile(rasterArchive(), async url => {
      await shows(url, async (_, { base, features }) => {
        assert.deepEqual(base, ['base-raster']);
        assert.deepEqual(features, []);
      });
    });
  });

  it('of vector tiles is drawn in the colours of the page, light and dark', async () => {
    await withFile(vectorArchive(LAND), async url => {
      for (const theme of ['light', 'dark']) {
        await shows(`${url}/?theme=${theme}`, async (d, drawn) => {
          const roads = ['base-small', 'base-main', 'base-rail', 'base-road-names'];
          assert.deepEqual(drawn.base, ['base-land', 'base-landuse', 'base-water', ...roads]);
          const kinds = kindsOf(drawn);
          assert.equal(kinds.get('base-main'), 'major_road');
          assert.equal(kinds.get('base-landuse'), 'park');
          assert.equal(kinds.has('base-small'), false, 'the road is a main one');
          await d.picture(`base-map-${theme}`);
        });
      }
    });
  });

  it('of a style is asked from where the style is, and lies below the data, its names above', async () => {
    await withStyle(async style => {
      await withBaseMap(style, async url => {
        await shows(url, async (d, drawn) => {
          assert.deepEqual(drawn.base, ['base-sea', 'base-park', 'base-road', 'base-name']);
          const kinds = kindsOf(drawn);
          assert.equal(kinds.get('base-park'), 'park');
          assert.equal(kinds.get('base-road'), 'major_road');
          const order = await d.page.evaluate(() => (window as PageWindow).diemnong?.map()?.order ?? []);
          const data = order.findIndex(id => id.startsWith('data-'));
          assert.ok(order.indexOf('base-road') < data && data < order.indexOf('base-name'), String(order));
          await d.picture('base-map-style');
        });
      });
    });
  });
});

/** Opens a page, and tells what is drawn of its base map; whose that is must stand on it. */
async function shows(url: string, then: (d: Driver, drawn: Around) => Promise<void>): Promise<void> {
  const address = new URL(url);
  address.searchParams.set('at', '11.5/10.785/106.705');
  await Driver.visit({}, async d => {
    const failed: string[] = [];
    d.page.on('response', r => {
      if (r.status() >= 400) failed.push(`${r.status()} ${r.url()}`);
    });
    await d.page.goto(address.href);
    await d.map();
    await then(d, await d.drawnAround());
    assert.deepEqual(failed, []);
    assert.ok((await d.page.locator('.attribution').textContent())?.includes(OWNER));
  });
}

/** What is drawn by each layer, in the words of the schema. */
function kindsOf({ features }: Around): Map<string, unknown> {
  return new Map(features.map(f => [f.layer, f.properties.kind]));
}

/** A park, a river and a road in every tile, in the schema of Protomaps, where the page looks at. */
const LAND: readonly TileLayer[] = [
  { name: 'earth', properties: {}, ring: box(0, 0, 4096, 4096) },
  { name: 'landuse', properties: { kind: 'park' }, ring: box(1700, 100, 2100, 600) },
  { name: 'water', properties: { kind: 'river' }, ring: box(0, 800, 4096, 950) },
  {
    name: 'roads',
    properties: { kind: 'major_road', name: 'Đường thử' },
    line: [
      [0, 650],
      [4096, 750],
    ],
  },
];

function box(west: number, north: number, east: number, south: number): [number, number][] {
  return [
    [west, north],
    [east, north],
    [east, south],
    [west, south],
  ];
}

/** A second service with an archive as its base map. */
async function withFile(archive: Buffer, story: (url: string) => Promise<void>): Promise<void> {
  const file = join(FOLDER ?? '', 'base.pmtiles');
  await writeFile(file, archive);
  await withBaseMap(file, story);
}

/** A server of somebody else, with a style and its tiles. */
async function withStyle(story: (address: string) => Promise<void>): Promise<void> {
  const of = { source: 'land' };
  const style = {
    version: 8,
    sources: { land: { type: 'vector', tiles: ['tiles/{z}/{x}/{y}.mvt'], maxzoom: 10 } },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': '#cfe3ee' } },
      { id: 'park', type: 'fill', ...of, 'source-layer': 'landuse', paint: { 'fill-color': '#cfe6cf' } },
      { id: 'road', type: 'line', ...of, 'source-layer': 'roads', paint: { 'line-color': '#888888' } },
      {
        id: 'name',
        type: 'symbol',
        ...of,
        'source-layer': 'roads',
        layout: { 'text-field': ['get', 'name'] },
      },
    ],
  };
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end(request.url === '/style.json' ? JSON.stringify(style) : tileOf(LAND));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await story(`http://127.0.0.1:${(server.address() as AddressInfo).port}/style.json`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A second service on the same database, with a base map; it ends with the story. */
async function withBaseMap(setting: string, story: (url: string) => Promise<void>): Promise<void> {
  const pid = await readFile(join(FOLDER ?? '', 'postgres/data/postmaster.pid'), 'utf8');
  const [port = '', socket = ''] = pid.split('\n').slice(3);
  const database = new URLSearchParams({ host: socket, port, user: 'diemnong', sslmode: 'disable' });
  const folder = await mkdtemp(join(tmpdir(), 'diemnong-base-'));
  const program = spawn(process.env.DIEMNONG_E2E_PROGRAM ?? '../bin/diemnong', ['serve', '--no-learn'], {
    env: {
      ...process.env,
      DIEMNONG_DATABASE_URL: `postgres:///diemnong?${database}`,
      DIEMNONG_DATA_DIR: folder,
      DIEMNONG_LISTEN: '127.0.0.1:0',
      DIEMNONG_BASEMAP: setting,
      DIEMNONG_BASEMAP_ATTRIBUTION: OWNER,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise(resolve => program.once('exit', resolve));
  try {
    const ready = new Promise<string>(resolve => {
      program.stdout.on('data', chunk => {
        const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk)) ?? [];
        if (address) resolve(address);
      });
    });
    const failed = ended.then(code => assert.fail(`the service with a base map ended with ${code}`));
    await story(await Promise.race([ready, failed]));
  } finally {
    program.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}
