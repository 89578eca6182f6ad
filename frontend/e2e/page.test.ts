import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askAreas, askMeta, askStats, busiest, Driver, lookAt } from './driver';

/** All complaints, seen as a whole: the filter that says nothing. */
const WHOLE = '?at=6.8/10.1/106.9';

describe('the page', () => {
  let d: Driver;
  before(async () => {
    d = await Driver.open();
  });
  after(() => d.close());

  it('opens on the last thirty days, with hexagons drawn', async () => {
    await d.goto();
    const drawn = await d.drawn();
    assert.ok(drawn.length > 5, `${drawn.length} hexagons`);
    assert.ok(drawn.every(f => f.layer === 'cells'));
    const days = (Date.parse(d.parameter('to') ?? '') - Date.parse(d.parameter('from') ?? '')) / 86_400_000;
    assert.equal(days, 30);
    const stats = await askStats(d.filter());
    await d.numberIs(stats.total.n);
  });

  it('draws hexagons that add up to the placed complaints', async () => {
    await d.goto(WHOLE);
    const cells = new Map((await d.drawn()).map(f => [f.properties.h3, f.properties.n ?? 0]));
    const sum = [...cells.values()].reduce((a, b) => a + b, 0);
    const stats = await askStats('');
    assert.equal(sum, stats.placed);
    assert.equal(await d.number(), stats.total.n);
  });

  it('says how many complaints are not on the map', async () => {
    const { unplaced } = await askStats('');
    const text = (await d.page.locator('.legend .unplaced').textContent()) ?? '';
    assert.ok(text.startsWith(`${new Intl.NumberFormat('vi-VN').format(unplaced)} trong`), text);
  });

  it('narrows to a field, and every figure is that of the service', async () => {
    await d.goto(WHOLE);
    const facet = d.page.locator('.facet', { hasText: 'Lĩnh vực' });
    await facet.getByRole('checkbox').first().check();
    await d.page.waitForFunction(() => /[?&](group|category)=/.test(location.search));
    const stats = await askStats(`${d.filter()}&group_by=agency`);
    await d.numberIs(stats.total.n);
    assert.ok(stats.total.n < (await askStats('')).total.n);
    const overdue = (await d.page.locator('.key-figures dd[data-alarm]').nth(1).textContent()) ?? '';
    assert.ok(overdue.replaceAll('.', '').startsWith(String(stats.total.overdue)), overdue);
    const drawn = await d.drawn();
    const cells = new Map(drawn.map(f => [f.properties.h3, f.properties.n ?? 0]));
    assert.equal(
      [...cells.values()].reduce((a, b) => a + b, 0),
      stats.placed,
    );
  });

  it('opens the figures of an area on a click', async () => {
    const [area] = await busiest('');
    assert.ok(area?.measures);
    await d.goto(`?layer=areas&${lookAt(area, 13)}`);
    await d.clickMiddle();
    await d.parameterIs('sel', `area:${area.set}:${area.code}`);
    await d.numberIs(area.measures.n);
    await d.page.getByRole('heading', { name: area.name, level: 2 }).waitFor();
    const stats = await askStats(`area=${area.set}:${area.code}&group_by=category`);
    assert.equal(stats.total.n, area.measures.n);
    const numbers = d.page.locator('.pie-and-table td.number:nth-child(2)');
    await numbers.first().waitFor();
    const facts = await numbers.allInnerTexts();
    const classes = facts.map(text => Number(text.replaceAll('.', '')));
    assert.equal(
      classes.reduce((a, b) => a + b, 0),
      stats.total.n,
    );
  });

  it('opens the figures of a hexagon on a click, and says that they are approximate', async () => {
    const [area] = await busiest('');
    assert.ok(area);
    await d.goto(`?${lookAt(area, 13)}`);
    await d.clickMiddle();
    await d.page.waitForFunction(() => new URL(location.href).searchParams.get('sel')?.startsWith('cell:'));
    const h3 = d.parameter('sel')?.slice('cell:'.length);
    const cell = (await d.drawn()).find(f => f.properties.h3 === h3);
    assert.ok(cell, 'the chosen hexagon is drawn');
    await d.numberIs(cell.properties.n ?? -1);
    await d.page.getByText('Gần đúng quanh đây').waitFor();
    await d.page.reload();
    await d.numberIs(cell.properties.n ?? -1);
    await d.page.keyboard.press('Escape');
    await d.parameterIs('sel', null);
  });

  it('keeps its whole state in the address, through a reload, back and forward', async () => {
    const { groups } = await askMeta();
    const query = `?group=${groups[0]?.code}&class=late,overdue&layer=areas&measure=overdue_share&theme=dark&lang=en&at=10/10.8/106.7`;
    await d.goto(query);
    await d.map();
    const state = async () => {
      await d.whole();
      return {
        address: new URL(d.page.url()).searchParams.toString().split('&').sort(),
        number: await d.number(),
        theme: await d.page.locator('html').getAttribute('data-theme'),
        ticked: await d.page.locator('.filters input:checked').count(),
        measure: await d.page.locator('.tools select').first().inputValue(),
      };
    };
    const first = await state();
    assert.deepEqual([first.theme, first.ticked, first.measure], ['dark', 3, 'overdue_share']);
    await d.page.reload();
    await d.map();
    assert.deepEqual(await state(), first);

    await d.page.getByRole('radio', { name: 'Hexagons' }).check({ force: true });
    await d.parameterIs('layer', null);
    await d.page.goBack();
    await d.parameterIs('layer', 'areas');
    await d.map();
    assert.deepEqual(await state(), first);
    await d.page.goForward();
    await d.parameterIs('layer', null);
  });

  it('speaks both languages', async () => {
    await d.goto(WHOLE);
    assert.equal(await d.page.locator('html').getAttribute('lang'), 'vi');
    await d.page.getByRole('radio', { name: 'en', exact: true }).check({ force: true });
    await d.page.getByRole('heading', { name: 'Filters' }).waitFor();
    assert.equal(await d.page.locator('html').getAttribute('lang'), 'en');
    assert.equal(d.parameter('lang'), 'en');
    assert.match(await d.page.title(), /Ho Chi Minh City/);
  });

  it('shows areas of another set and level, with the same total', async () => {
    const { area_sets, default_set } = await askMeta();
    const other = area_sets.find(s => s.code !== default_set);
    assert.ok(other, 'the demonstration city has two sets');
    await d.goto(`?layer=areas&set=${other.code}&at=8/10.8/106.8`);
    const drawn = await d.drawn();
    assert.ok(drawn.every(f => f.properties.set === other.code));
    const list = await askAreas(`set=${other.code}`);
    const byCode = new Map(list.areas.map(a => [a.code, a.measures?.n]));
    for (const { properties } of drawn) assert.equal(properties.n, byCode.get(String(properties.code)));
    await d.page.getByText('Ranh giới gần đúng').waitFor();
  });
});
