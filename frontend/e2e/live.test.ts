import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askMeta, askStats, Driver, type PageWindow, SERVICE } from './driver';

/** Lets a complaint be recorded; only a service that these tests have started gives it. */
const TOKEN = process.env.DIEMNONG_WRITE_TOKEN;

type Watching = PageWindow & { least?: number };

/** Watches, frame by frame, the least that is drawn of the map. */
async function watchMap(d: Driver): Promise<void> {
  await d.page.evaluate(() => {
    const watching = window as Watching;
    watching.least = Number.POSITIVE_INFINITY;
    const look = () => {
      watching.least = Math.min(watching.least ?? 0, watching.diemnong?.map()?.inSight ?? 0);
      requestAnimationFrame(look);
    };
    look();
  });
}

/** Records a complaint of today. */
async function record(category: string, ref: string): Promise<void> {
  const response = await fetch(`${SERVICE}/api/v1/complaints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      source: 'live',
      source_ref: ref,
      category,
      received_at: new Date().toISOString(),
    }),
  });
  assert.equal(response.status, 201, await response.text());
}

describe('a new revision', { skip: !TOKEN && 'this service is not ours to write to' }, () => {
  it('changes the numbers by itself, and the map is never empty meanwhile', async () => {
    const [category] = (await askMeta()).categories;
    assert.ok(category);
    await Driver.visit({}, async d => {
      await d.goto('?at=9/10.8/106.7');
      await d.map();
      const before = await d.number();
      await watchMap(d);
      await record(category.code, `page-${Date.now()}`);
      await d.numberIs(before + 1);
      await d.map();
      assert.equal((await askStats('')).total.n, before + 1);
      const least = await d.page.evaluate(() => (window as Watching).least);
      assert.ok(least && Number.isFinite(least) && least > 0, 'some hexagons in every frame');
    });
  });
});
