import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { busiest, Driver, PHONE } from './driver';

describe('for everyone', () => {
  let d: Driver;
  before(async () => {
    d = await Driver.open();
  });
  after(() => d.close());

  for (const theme of ['light', 'dark']) {
    it(`has no fault that axe knows, in the ${theme} theme`, async () => {
      const [area] = await busiest('');
      assert.ok(area);
      for (const query of [
        `?theme=${theme}&at=9/10.8/106.7`,
        `?theme=${theme}&lang=en&layer=areas&measure=on_time_rate&sel=area:${area.set}:${area.code}&at=11/10.8/106.7`,
      ]) {
        await d.goto(query);
        await d.map();
        assert.deepEqual(await d.faults(), [], query);
      }
      await d.page.locator('.bar-button').last().click();
      await d.page.getByRole('dialog').waitFor();
      assert.deepEqual(await d.faults(), [], 'about');
    });
  }

  it('has none as tables either', async () => {
    await d.goto('?at=9/10.8/106.7');
    const toTable = d.page.getByRole('button', { name: /: xem bảng$/ });
    await toTable.first().waitFor();
    // Each click takes its button out of what is looked for: it then offers the chart.
    while ((await toTable.count()) > 0) await toTable.first().click();
    assert.deepEqual(await d.faults(), []);
  });

  it('goes to an area, back, into the filters and through time by keyboard alone', async () => {
    await d.goto('?at=9/10.8/106.7');
    const { keyboard } = d.page;
    const [area] = await busiest('');
    assert.ok(area?.measures);

    await keyboard.press('/');
    await keyboard.type(plain(area.name));
    await d.page.getByRole('option', { name: area.name }).first().waitFor();
    await keyboard.press('Enter');
    await d.parameterIs('sel', `area:${area.set}:${area.code}`);
    await d.numberIs(area.measures.n);
    await keyboard.press('Escape');
    await d.parameterIs('sel', null);

    await keyboard.press('f');
    await d.page.waitForFunction(() => document.activeElement?.id === 'filters-title');
    await d.tabTo('.choices input[type="checkbox"]');
    await keyboard.press('Space');
    await d.parameterIs('class', 'overdue');

    const start = d.page.getByRole('slider', { name: 'Ngày đầu của khoảng thời gian' });
    await start.focus();
    await keyboard.press('Shift+ArrowRight');
    await d.page.waitForFunction(() => new URL(location.href).searchParams.has('from'));
  });
});

describe('for everyone with a phone', () => {
  it('turns single keys off for who wants that, and remembers it', async () => {
    await Driver.visit({}, async d => {
      const { keyboard } = d.page;
      await d.goto('?at=9/10.8/106.7');
      await keyboard.press('?');
      await d.page.getByRole('checkbox', { name: /phím tắt một ký tự/ }).uncheck();
      await keyboard.press('Escape');
      await d.page.reload();
      await d.figures();
      for (const key of ['l', '?', '/']) await keyboard.press(key);
      assert.equal(d.parameter('list'), null);
      assert.equal(await d.page.getByRole('dialog').count(), 0);
      await d.page.getByRole('button', { name: 'Về Điểm Nóng' }).click();
      await d.page.getByRole('checkbox', { name: /phím tắt một ký tự/ }).check();
      await keyboard.press('Escape');
      await keyboard.press('l');
      await d.parameterIs('list', '1');
      // A list that comes with the page takes no focus from its reader.
      await d.page.reload();
      await d.page.locator('.list-row[data-id]').first().waitFor();
      assert.equal(await d.page.evaluate(() => document.activeElement === document.body), true);
    });
  });

  it('goes back to the row that a complaint was opened from', async () => {
    await Driver.visit({}, async d => {
      await d.goto('?at=9/10.8/106.7');
      const row = d.page.locator('.short-list .brief-row').nth(2);
      await d.page.locator('.short-list').last().scrollIntoViewIfNeeded();
      await row.press('Enter');
      const id = await d.page.locator('article.complaint').getAttribute('data-id');
      await d.page.keyboard.press('Escape');
      await d.page.waitForFunction(
        known => (document.activeElement as HTMLElement | null)?.dataset.id === known,
        id,
      );
    });
  });

  it('has no fault that axe knows, with the sheet and the filters open', async () => {
    await Driver.visit({ viewport: PHONE }, async d => {
      await d.goto('?at=9/10.8/106.7');
      await d.page.getByRole('button', { name: 'Kéo bảng số liệu lên' }).click();
      assert.deepEqual(await d.faults(), [], 'sheet');
      await d.page.getByRole('button', { name: 'Mở bộ lọc' }).click();
      assert.deepEqual(await d.faults(), [], 'filters');
    });
  });
});

/** A name as it is typed in a hurry. */
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();
}
