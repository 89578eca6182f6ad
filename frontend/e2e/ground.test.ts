import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TileJSON } from '../src/api/vocabulary';
import { ask, Driver } from './driver';
import type { TileLayer } from './mvt';
import { rasterArchive, vectorArchive } from './pmtiles';

/** The data folder of the service under test, when these tests have started it themselves. */
const FOLDER = process.env.DIEMNONG_E2E_FOLDER;

interface Around {
  base: string[];
  features: { layer: string; properties: Record<string, unknown> }[];
}
interface GroundWindow {
  diemnong?: { map(): { settled: boolean; drawnAround(): Around } | undefined };
}

/** What is drawn around the data, once all that was asked for is. */
async function around(d: Driver): Promise<Around> {
  const found = await d.page.waitForFunction(() => {
    const map = (window as unknown as GroundWindow).diemnong?.map();
    const drawn = map?.settled ? map.drawnAround() : undefined;
    return drawn && (drawn.base.length > 0 || drawn.features.length > 0) && drawn;
  });
  return (await found.jsonValue()) as Around;
}

/** The names that a layer draws, each once. */
function names({ features }: Around, layer: string): string[] {
  const all = features.filter(f => f.layer === layer).map(f => String(f.properties.name));
  return [...new Set(all)].sort();
}

/** A second service on the same database, with a base map; it ends with the story. */
async function withBaseMap(file: string, story: (url: string) => Promise<void>): Promise<void> {
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
      DIEMNONG_BASEMAP: file,
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

describe('the ground of the map', () => {
  it('has the river, main roads and the metro of the city, and says whose they are', async () => {
    const context = await ask<TileJSON>('/tiles/v1/context.json');
    await Driver.visit({}, async d => {
      await d.goto('?at=13/10.785/106.705');
      const drawn = await around(d);
      assert.ok(drawn.features.some(f => f.layer === 'context-water' && f.properties.class === 'river'));
      assert.ok(
        drawn.features.some(f => f.layer === 'context-roads' && f.properties.name === 'Điện Biên Phủ'),
      );
      assert.ok(drawn.features.some(f => f.layer === 'context-metro'));
      const stations = names(drawn, 'context-stations');
      assert.ok(stations.includes('Bến Thành') && stations.includes('Ba Son'), String(stations));
      assert.deepEqual(drawn.base, []);
      const attribution = await d.page.locator('.attribution').textContent();
      assert.ok(
        attribution?.includes(context.attribution) && context.attribution !== '',
        String(attribution),
      );
    });
  });

  it('shows more of it the nearer one is', async () => {
    await Driver.visit({}, async d => {
      await d.goto('?at=8.5/10.785/106.705');
      const far = new Set((await around(d)).features.map(f => f.properties.class));
      assert.ok(far.has('trunk') && !far.has('secondary'), [...far].join());
    });
  });

  describe('a base map', { skip: !FOLDER && 'this service is not ours' }, () => {
    /** Opens the page over a base map, and tells what is drawn of it. */
    const shows = (archive: Buffer, look: string, then: (d: Driver, drawn: Around) => Promise<void>) =>
      withArchive(archive, url =>
        Driver.visit({}, async d => {
          const tiles: number[] = [];
          d.page.on('response', r => {
            if (r.url().includes('/tiles/v1/basemap/')) tiles.push(r.status());
          });
          await d.page.goto(`${url}/?at=11.5/10.785/106.705${look}`);
          await d.map();
          await then(d, await around(d));
          assert.ok(tiles.length > 0 && tiles.every(status => status === 200), String(tiles));
          assert.match((await d.page.locator('.attribution').textContent()) ?? '', /© Nền thử nghiệm/);
        }),
      );

    it('comes from the same service and nobody else, and brings its own water and roads', async () => {
      await shows(rasterArchive('© Nền thử nghiệm'), '', async (_, drawn) => {
        assert.deepEqual(drawn.base, ['base-raster']);
        assert.deepEqual(drawn.features, []);
      });
    });

    for (const theme of ['light', 'dark']) {
      it(`of vector tiles is drawn in the colours of the page, ${theme}`, async () => {
        await shows(vectorArchive('© Nền thử nghiệm', LAND), `&theme=${theme}`, async (d, drawn) => {
          assert.deepEqual(drawn.base, [
            'base-land',
            'base-landuse',
            'base-water',
            'base-small',
            'base-main',
            'base-rail',
            'base-road-names',
          ]);
          const kinds = new Map(drawn.features.map(f => [f.layer, f.properties.kind]));
          assert.equal(kinds.get('base-main'), 'major_road');
          assert.equal(kinds.get('base-landuse'), 'park');
          assert.equal(kinds.has('base-small'), false, 'the road is a main one');
          await d.picture(`base-map-${theme}`);
        });
      });
    }
  });
});

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
async function withArchive(archive: Buffer, story: (url: string) => Promise<void>): Promise<void> {
  const file = join(FOLDER ?? '', 'base.pmtiles');
  await writeFile(file, archive);
  await withBaseMap(file, story);
}
