import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ComplaintDetail } from '../src/api/vocabulary';
import { judge, worstFirst } from '../src/state/judge';
import { ask, askMeta, askStats, busiest, DESKTOP, Driver, SERVICE } from './driver';

const WALL = { width: 1920, height: 1080 };
/** Slow 3G as browsers' own tools reckon it: bytes a second, and milliseconds to the answer. */
const SLOW_3G = { offline: false, downloadThroughput: 50_000, uploadThroughput: 50_000, latency: 400 };

/** The agencies of a filter with their judgement, the worst first. */
async function agenciesWorstFirst(query: string) {
  const { targets } = await askMeta();
  const { rows = [] } = await askStats(`${query}&group_by=agency`);
  return rows
    .filter(row => row.key[0])
    .map(({ key, measures }) => ({ code: key[0] ?? '', measures, judgement: judge(measures, targets) }))
    .sort((a, b) => worstFirst(a.judgement, b.judgement));
}

/** The code of the ranking's first line, once it is one of these. */
async function firstOf(d: Driver, codes: readonly string[]): Promise<string> {
  const first = await d.page.waitForFunction(known => {
    const line = document.querySelector<HTMLElement>('.ranking-table tbody tr');
    return known.includes(line?.dataset.code ?? '') && line?.dataset.code;
  }, codes);
  return String(await first.jsonValue());
}

/** Opens the complaint of a row and holds its history against the service. */
async function opensComplaint(
  d: Driver,
  row: ReturnType<Driver['page']['locator']>,
): Promise<ComplaintDetail> {
  await row.click();
  const panel = d.page.locator('.complaint[data-id]');
  await panel.waitFor();
  const id = (await panel.getAttribute('data-id')) ?? '';
  await d.parameterIs('sel', `complaint:${id}`);
  return ask<ComplaintDetail>(`/api/v1/complaints/${id}`);
}

describe('someone finds an answer:', () => {
  it('a leader, what changed since last year, which agency is late, and the single complaint', async () => {
    await Driver.visit({ viewport: WALL }, async d => {
      await d.goto();
      await d.map();
      const filter = d.filter().toString();
      await d.numberIs((await askStats(filter)).total.n);
      await d.page.locator('.headline').getByRole('combobox', { name: 'So sánh với' }).selectOption('year');
      await d.parameterIs('compare', 'year');
      await d.page.getByRole('radio', { name: 'Thay đổi' }).check({ force: true });
      await d.parameterIs('mode', 'change');
      await d.page.waitForFunction(
        () => document.querySelector('.map')?.getAttribute('data-loading') !== 'true',
      );
      const changed = await d.drawn();
      assert.ok(
        changed.every(f => f.properties.change !== undefined),
        'the map shows the change',
      );
      await d.picture('leader-1-change');

      const agencies = await agenciesWorstFirst(filter);
      await d.page.locator('.ranking').scrollIntoViewIfNeeded();
      await d.page.locator('.ranking').getByRole('radio', { name: 'Đơn vị' }).check({ force: true });
      const code = await firstOf(
        d,
        agencies.map(agency => agency.code),
      );
      const [worst] = agencies;
      const chosen = agencies.find(agency => agency.code === code);
      assert.ok(worst && chosen);
      // Equally bad ones stand in the order of their names.
      assert.equal(worstFirst(worst.judgement, chosen.judgement), 0, 'the worst agency stands first');
      await d.page.locator(`.ranking-table tbody tr[data-code="${code}"]`).getByRole('button').click();
      await d.parameterIs('sel', `agency:${code}`);
      await d.numberIs(chosen.measures.n);
      await d.picture('leader-2-agency');

      const newest = d.page.getByRole('region', { name: 'Mới nhận' });
      await newest.scrollIntoViewIfNeeded();
      const complaint = await opensComplaint(d, newest.getByRole('listitem').getByRole('button').first());
      assert.equal(complaint.agency, code);
      await d.page.goBack();
      await d.parameterIs('sel', `agency:${code}`);
    });
  });

  it('an officer of a ward, what is new since yesterday, where it is worst, and what is overdue', async () => {
    // The ward where most waits: in a city that keeps its word, nothing may wait in the busiest one.
    const [area] = await busiest('class=open,overdue,undated_open');
    assert.ok(area);
    const ref = `${area.set}:${area.code}`;
    await Driver.visit({ viewport: DESKTOP }, async d => {
      await d.goto();
      await d.page.keyboard.press('/');
      await d.page.keyboard.type(area.name);
      await d.page.getByRole('option', { name: area.name }).first().waitFor();
      await d.page.keyboard.press('Enter');
      await d.parameterIs('sel', `area:${ref}`);
      await d.page.locator('.area-page-link a').click();
      await d.page.waitForURL(url => url.pathname === `/areas/${area.set}/${area.code}`);
      const waiting = await askStats(`area=${ref}&class=open,overdue,undated_open`);
      await d.page.locator(`[data-brief="waiting"][data-n="${waiting.total.n}"]`).waitFor();
      await d.picture('officer-1-ward');

      // In a month of a small city no place has enough to be a hot spot.
      await d.page.getByRole('button', { name: '12 tháng' }).first().click();
      const spot = d.page.locator('.hotspots [data-h3]').first();
      await spot.click();
      await d.parameterIs('sel', `cell:${await spot.getAttribute('data-h3')}`);
      await d.drawn();
      await d.picture('officer-2-hot-spot');
      await d.page.keyboard.press('Escape');

      await d.page.locator('.list-open').click();
      await d.parameterIs('list', '1');
      const complaint = await opensComplaint(d, d.page.locator('.list-row[data-id]').first());
      const here = complaint.areas?.[area.set] === area.code;
      assert.ok(here, 'the complaint is of this ward');
      await d.picture('officer-3-complaint');
    });
  });

  it('an analyst, the numbers of a field in a year, as a table, a file and a link', async () => {
    const { groups } = await askMeta();
    const [group] = groups;
    assert.ok(group);
    await Driver.visit({ viewport: DESKTOP }, async d => {
      await d.goto('?at=9/10.8/106.7&tables=agency');
      const kinds = d.page.locator('.facet', { hasText: 'Lĩnh vực' });
      await kinds.getByRole('checkbox', { name: group.name }).check();
      await d.page.getByRole('button', { name: '12 tháng' }).first().click();
      const filter = d.filter().toString();
      const stats = await askStats(filter);
      await d.numberIs(stats.total.n);
      const table = d.page.locator('[data-chart="agency"]');
      await table.scrollIntoViewIfNeeded();
      await table.locator('tbody tr').first().waitFor();
      const [file] = await Promise.all([
        d.page.waitForEvent('download'),
        table.getByRole('button', { name: /CSV/ }).click(),
      ]);
      assert.match(file.suggestedFilename(), /\.csv$/);
      await d.picture('analyst-1-table');

      const link = d.page.url();
      const drawn = await d.drawn();
      await Driver.visit({ viewport: DESKTOP }, async other => {
        await other.page.goto(link);
        await other.numberIs(stats.total.n);
        const sameTable = other.page.locator('[data-chart="agency"]');
        await sameTable.scrollIntoViewIfNeeded();
        await sameTable.locator('tbody tr').first().waitFor();
        assert.deepEqual(facts(await other.drawn()), facts(drawn), 'a link opens the same picture');
      });
    });
  });
});

/** What is drawn where, in an order of its own. */
function facts(drawn: Awaited<ReturnType<Driver['drawn']>>): string[] {
  return [...new Set(drawn.map(f => `${f.properties.h3} ${f.properties.n}`))].sort();
}

describe('in other circumstances', () => {
  it('a keyboard alone leads from the city to a complaint and back', async () => {
    await Driver.visit({}, async d => {
      await d.goto('?at=9/10.8/106.7');
      const { keyboard } = d.page;
      await keyboard.press('l');
      await d.parameterIs('list', '1');
      await d.page.locator('.list-row[data-id]').first().waitFor();
      await d.page.waitForFunction(() => document.activeElement?.closest('.list-drawer') !== null);
      await d.tabTo('.list-grid');
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await d.page.locator('.complaint[data-id]').waitFor();
      await keyboard.press('Escape');
      await d.parameterIs('sel', null);
      await keyboard.press('Escape');
      await d.parameterIs('list', null);
    });
  });

  it('a slow line shows the figures long before the map, and the map in the end', async () => {
    await Driver.visit({}, async d => {
      const session = await d.page.context().newCDPSession(d.page);
      await session.send('Network.enable');
      await session.send('Network.emulateNetworkConditions', SLOW_3G);
      await d.page.goto(`${SERVICE}/?at=9/10.8/106.7`, { waitUntil: 'commit' });
      await d.figures();
      const early = await d.page.evaluate(() =>
        (window as { diemnong?: { map: () => unknown } }).diemnong?.map(),
      );
      assert.equal(early, null, 'the map is not there yet, and nothing waits for it');
      assert.equal(await d.number(), (await askStats('')).total.n);
      await d.map();
    });
  });
});
