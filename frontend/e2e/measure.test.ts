import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { askMeta, Driver, SERVICE } from './driver';
import { audit } from './measure/lighthouse';
import { Report } from './measure/report';
import {
  type ChangeTimes,
  changeTimes,
  type FirstTimes,
  firstTimes,
  longScripts,
  watchFrames,
} from './measure/timing';

/** The built page; these tests are compiled to somewhere else, but run in the page's folder. */
const ASSETS = join(process.cwd(), 'dist/assets');
const LIBRARIES = /^(maplibre|echarts)/;
/** How often a filter is changed: the median and the worst are told. */
const CHANGES = 12;
/** How often the page is opened, each time with an empty profile. */
const VISITS = 5;

/**
 * What the page weighs and how fast it is, as a table. Sizes and the audits that
 * do not depend on the machine's mood are asserted; times are told, not asserted.
 */
describe('the page, measured', () => {
  const report = new Report();
  after(() => report.publish());

  it('weighs no more than it may', async () => {
    const scripts = (await readdir(ASSETS)).filter(name => name.endsWith('.js.gz'));
    const sized = await Promise.all(
      scripts.map(async name => ({ name, bytes: (await stat(join(ASSETS, name))).size })),
    );
    const sum = (list: typeof sized) => list.reduce((total, { bytes }) => total + bytes, 0) / 1000;
    const all = sum(sized);
    const own = sum(sized.filter(({ name }) => !LIBRARIES.test(name)));
    report.row('JavaScript in all, gzip', all, 'kB', 600);
    report.row('JavaScript without MapLibre and ECharts, gzip', own, 'kB', 120);
    assert.ok(all <= 600, `${all} kB of JavaScript`);
    assert.ok(own <= 120, `${own} kB of JavaScript of the page's own`);
  });

  it('shows itself on a cold cache', async () => {
    const times: FirstTimes[] = [];
    for (let i = 0; i < VISITS; i++) {
      await Driver.visit({}, async d => {
        await watchFrames(d.page);
        await d.page.goto(`${SERVICE}/`);
        times.push(await firstTimes(d.page));
      });
    }
    const row = (name: string, of: (t: FirstTimes) => number, target?: number) =>
      report.spread(name, times.map(of), 'ms', target);
    row('first paint', t => t.paint);
    row('first picture: figures and hexagons', t => t.picture, 1500);
    row('that picture drawn to its end, without a graphics card', t => t.drawn);
    row('interactive: the picture is there and the main thread is free', t => t.interactive, 2500);
    assert.ok(times.every(t => t.picture > 0));
  });

  it('answers a change of the filter', async () => {
    const { extent } = await askMeta();
    await Driver.visit({}, async d => {
      await d.goto('?at=10/10.8/106.7&fold=none');
      await d.map();
      const boxes = d.page.locator('.facet', { hasText: 'Tình trạng hạn' }).getByRole('checkbox');
      const times: ChangeTimes[] = [];
      for (let i = 0; i < CHANGES; i++) {
        const box = boxes.nth(Math.floor(i / 2) % (await boxes.count()));
        times.push(await changeTimes(d.page, () => box.click()));
      }
      const row = (name: string, of: (t: ChangeTimes) => number, target?: number) =>
        report.spread(
          `a filter change at ${extent.n.toLocaleString('en')} complaints: ${name}`,
          times.map(of),
          'ms',
          target,
        );
      row('numbers', t => t.numbers, 150);
      row('map', t => t.map, 300);
      row('that map drawn to its end, without a graphics card', t => t.drawn);
      assert.equal(times.length, CHANGES);
    });
  });

  it('keeps the main thread free while the window of time is dragged', async () => {
    await Driver.visit({}, async d => {
      await watchFrames(d.page);
      await d.goto('?at=10/10.8/106.7');
      await d.map();
      const edge = d.page.locator('.window [role="slider"]').first();
      const box = await edge.boundingBox();
      assert.ok(box, 'the window has an edge');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await d.page.locator('.strip .chart svg').waitFor();
      await longScripts(d.page); // what loading took does not count
      await d.page.mouse.move(x, y);
      await d.page.mouse.down();
      for (let step = 1; step <= 60; step++) await d.page.mouse.move(x - step * 6, y);
      await d.page.mouse.up();
      await d.map();
      const scripts = await longScripts(d.page);
      const own = scripts.filter(s => !LIBRARIES.test(s.file));
      report.row(
        'longest task of the page’s own while dragging',
        Math.max(0, ...own.map(s => s.ms)),
        'ms',
        50,
      );
      report.row(
        'longest task of the libraries while dragging',
        Math.max(0, ...scripts.map(s => s.ms)),
        'ms',
      );
    });
  });

  it('passes Lighthouse', async () => {
    const scores = await audit(`${SERVICE}/`);
    report.row('Lighthouse, accessibility', scores.accessibility, 'points', 95, 'at least');
    report.row('Lighthouse, best practices', scores.bestPractices, 'points', 95, 'at least');
    report.row('Lighthouse, performance (desktop)', scores.performance, 'points');
    assert.ok(scores.accessibility >= 95, scores.failed.join('\n'));
    assert.ok(scores.bestPractices >= 95, scores.failed.join('\n'));
  });
});
