import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TileJSON } from '../src/api/vocabulary';
import { ask, Driver } from './driver';
import { rasterArchive } from './pmtiles';

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

  it('has a base map where the operator wants one, from the same service and nobody else', {
    skip: !FOLDER && 'this service is not ours',
  }, async () => {
    const file = join(FOLDER ?? '', 'base.pmtiles');
    await writeFile(file, rasterArchive('© Nền thử nghiệm'));
    await withBaseMap(file, async url => {
      await Driver.visit({}, async d => {
        const tiles: number[] = [];
        d.page.on('response', r => {
          if (r.url().includes('/tiles/v1/basemap/')) tiles.push(r.status());
        });
        await d.page.goto(`${url}/?at=11.5/10.785/106.705`);
        await d.map();
        const drawn = await around(d);
        assert.deepEqual(drawn.base, ['base-raster']);
        assert.deepEqual(drawn.features, [], 'a base map brings its own water and roads');
        assert.ok(tiles.length > 0 && tiles.every(status => status === 200), String(tiles));
        assert.match((await d.page.locator('.attribution').textContent()) ?? '', /© Nền thử nghiệm/);
      });
    });
  });
});
