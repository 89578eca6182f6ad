import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askMeta, askStats, Driver, PHONE } from './driver';

describe('the page in other circumstances', () => {
  it('fits a phone: no sideways scrolling, a sheet of figures, filters behind a button', async () => {
    await Driver.visit({ viewport: PHONE }, async d => {
      await d.goto();
      await d.map();
      const fits = () => d.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
      assert.ok(await fits(), 'map');
      const sheet = d.page.locator('.figures');
      assert.equal(await sheet.getAttribute('data-height'), 'peek');
      await d.page.getByRole('button', { name: 'Kéo bảng số liệu lên' }).click();
      assert.equal(await sheet.getAttribute('data-height'), 'half');
      assert.ok(await fits(), 'sheet');
      await d.page.getByRole('button', { name: 'Mở bộ lọc' }).click();
      assert.ok(await fits(), 'filters');
      await d.page.locator('.facet', { hasText: 'Tình trạng hạn' }).getByRole('checkbox').first().check();
      await d.parameterIs('class', 'overdue');
      await d.page.getByRole('button', { name: /^Xem .* phản ánh$/ }).click();
      await d.page.getByText('Bộ lọc · 1').waitFor();
    });
  });

  it('works without WebGL: figures, lists and a word about the map', async () => {
    await Driver.visit({ flags: ['--disable-3d-apis'] }, async d => {
      await d.goto('?at=9/10.8/106.7');
      await d.page.getByText('Trình duyệt này không vẽ được bản đồ').waitFor();
      assert.equal(await d.number(), (await askStats('')).total.n);
      await d.page.locator('.ranking tbody button').first().click();
      await d.page.waitForFunction(() => new URL(location.href).searchParams.get('sel')?.startsWith('area:'));
    });
  });

  it('says in the reader’s language what is wrong, the service’s own words below, and finds the way out', async () => {
    await Driver.visit({}, async d => {
      await d.page.route('**/api/v1/stats*', route =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: 'about:blank',
            title: 'Unavailable',
            status: 503,
            detail: 'The data are being loaded.',
            hint: 'Ask again in a minute.',
            code: 'unavailable',
          }),
        }),
      );
      await d.page.goto(`${new URL(process.env.DIEMNONG_URL ?? '').origin}/?at=9/10.8/106.7`);
      const alert = d.page.locator('.figures [role="alert"]');
      await alert.getByText('Máy chủ đang bận hoặc đang khởi động.').waitFor();
      await alert.getByText('The data are being loaded. Ask again in a minute.').waitFor();
      await d.page.unroute('**/api/v1/stats*');
      await alert.getByRole('button', { name: 'Thử lại' }).click();
      await d.numberIs((await askStats('')).total.n);
      d.errors.length = 0; // the browser itself reports the answers of 503
    });
  });

  it('leaves out what a link names and nobody knows, says so, and shows the rest', async () => {
    await Driver.visit({}, async d => {
      await d.goto(
        '?at=9/10.8/106.7&class=late,foo&agency=GONE&area=hcmc-2025-07:GONE&sel=area:hcmc-2021:GONE',
      );
      const note = d.page.getByRole('status').filter({ hasText: 'đã được bỏ qua' });
      for (const what of ['Tình trạng hạn “foo”', 'Đơn vị xử lý “GONE”', 'Khu vực “GONE”'])
        await note.getByText(what).waitFor();
      await d.numberIs((await askStats('class=late')).total.n);
      assert.equal(await d.page.getByRole('alert').count(), 0);
      assert.equal(d.filter().toString(), 'class=late');
      assert.equal(d.parameter('sel'), null);
      assert.deepEqual(await d.faults(), []);
      await note.getByRole('button', { name: 'Đóng thông báo' }).click();
      await note.waitFor({ state: 'detached' });
      d.errors.length = 0; // the browser itself reports the answers of 400 and 404
    });
  });

  it('notes that the data is stale, and takes the note away by itself', async () => {
    await Driver.visit({}, async d => {
      const revision = (await askMeta()).revision;
      let freshness = 'event: stale\ndata: {"since":"2026-11-22T10:28:30Z","age":90}\n\n';
      await d.page.route('**/api/v1/events', route =>
        route.fulfill({
          contentType: 'text/event-stream',
          // The answer ends, and the browser comes again soon.
          body: `retry: 100\nevent: revision\nid: ${revision}\ndata: {"revision":${revision}}\n\n${freshness}`,
        }),
      );
      await d.goto('?at=9/10.8/106.7');
      const note = d.page.getByRole('status').filter({ hasText: 'cơ sở dữ liệu tạm thời không trả lời' });
      await note.waitFor();
      freshness = 'event: fresh\ndata: {}\n\n';
      await note.waitFor({ state: 'detached' });
      await d.page.unroute('**/api/v1/events');
    });
  });

  it('says that nothing matches, and how to see more', async () => {
    await Driver.visit({}, async d => {
      const { extent } = await askMeta();
      assert.ok(extent.from);
      const year = Number(extent.from.slice(0, 4)) - 2;
      await d.goto(`?from=${year}-01-01&to=${year}-02-01&at=9/10.8/106.7`);
      await d.page.getByText('Không có phản ánh nào', { exact: true }).waitFor();
      await d.page.getByRole('button', { name: 'Xem mọi thời gian' }).click();
      await d.numberIs((await askStats('')).total.n);
    });
  });

  it('shows the newest question’s answer, however late the one before', async () => {
    await Driver.visit({}, async d => {
      await d.goto('?at=9/10.8/106.7');
      let release = () => {};
      const held = new Promise<void>(resolve => {
        release = resolve;
      });
      await d.page.route(/\/api\/v1\/stats\?class=late&/, async route => {
        await held;
        await route.continue().catch(() => {}); // aborted by the page, as it should be
      });
      const facet = d.page.locator('.facet', { hasText: 'Tình trạng hạn' });
      await facet.getByRole('checkbox', { name: /Trễ hạn/ }).check();
      await d.parameterIs('class', 'late');
      await facet.getByRole('checkbox', { name: /Trễ hạn/ }).uncheck();
      await facet.getByRole('checkbox', { name: /Đúng hạn/ }).check();
      const { total } = await askStats('class=on_time');
      await d.numberIs(total.n);
      release();
      await d.page.unrouteAll({ behavior: 'wait' });
      assert.equal(await d.number(), total.n);
    });
  });
});
