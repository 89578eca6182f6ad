import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ask, askStats, Driver, SERVICE } from './driver';

/** The data folder of the service under test, when these tests have started it themselves. */
const FOLDER = process.env.DIEMNONG_E2E_FOLDER;

/** The processes of the service's own PostgreSQL: the first one and all that it has started. */
async function serverProcesses(): Promise<number[]> {
  const pidFile = join(FOLDER ?? '', 'postgres/data/postmaster.pid');
  const first = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  const all = [first];
  for (const name of (await readdir('/proc')).filter(n => /^\d+$/.test(n))) {
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => ''); // it may have ended
    if (status.includes(`\nPPid:\t${first}\n`)) all.push(Number(name));
  }
  return all;
}

/** Makes the database hang, as on a disk that does not answer, while something is done. */
async function withoutDatabase(story: () => Promise<void>): Promise<void> {
  const stopped = await serverProcesses();
  const tell = (signal: NodeJS.Signals) => {
    for (const pid of stopped) process.kill(pid, signal);
  };
  tell('SIGSTOP');
  try {
    await story();
  } finally {
    tell('SIGCONT');
  }
}

interface Readiness {
  checks: { name: string; ok: boolean; note?: string }[];
}

async function indexReady(): Promise<void> {
  for (;;) {
    const { checks } = await ask<Readiness>('/readyz');
    const note = checks[0]?.note ?? '';
    if (note.includes('The index holds') && !note.includes('Histories')) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

describe('the page while the database is away', {
  skip: !FOLDER && 'this service is not ours to disturb',
}, () => {
  it('notes it, goes on answering new questions, and takes the note away', async () => {
    await indexReady();
    await Driver.visit({}, async d => {
      await d.goto('?at=9/10.8/106.7');
      const note = d.page.getByRole('status').filter({ hasText: 'cơ sở dữ liệu tạm thời không trả lời' });
      const overdue = await askStats('class=overdue');
      await withoutDatabase(async () => {
        await note.waitFor();
        const facet = d.page.locator('.facet', { hasText: 'Tình trạng hạn' });
        await facet.getByRole('checkbox').first().check();
        await d.parameterIs('class', 'overdue');
        await d.numberIs(overdue.total.n);
        const drawn = await d.drawn();
        assert.ok(drawn.length > 0, 'hexagons of a filter that was not asked before');
        const tile = await fetch(`${SERVICE}/tiles/v1/heat/9/407/240.mvt?class=late`);
        assert.equal(tile.status, 200);
        assert.equal(tile.headers.get('Diemnong-Stale'), 'true');
      });
      await note.waitFor({ state: 'detached' });
      await d.numberIs(overdue.total.n);
    });
  });
});
