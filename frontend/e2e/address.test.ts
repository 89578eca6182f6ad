import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComplaintPage } from '../src/api/vocabulary';
import { ask, Driver, PHONE, SERVICE } from './driver';

/** What a reader has opened, sorted and pulled up. */
async function arranged(d: Driver) {
  const { page } = d;
  const facets = page.locator('.facet-fold');
  // By its key: the sheet at its full height lies on the button.
  await page.keyboard.press('f');
  await page.locator('[data-facet="qualities"]').waitFor();
  const open = await facets.evaluateAll(all => all.map(e => e.getAttribute('aria-expanded')));
  await page.getByRole('button', { name: /^Xem .* phản ánh$/ }).click();
  await page.locator('.ranking-table tbody tr').first().waitFor();
  return {
    open,
    height: await page.locator('.figures').getAttribute('data-height'),
    sorted: await page
      .locator('.ranking-table [data-sort]')
      .evaluateAll(all => all.map(e => `${e.textContent} ${e.getAttribute('data-sort')}`)),
    lines: await page
      .locator('.ranking-table tbody tr')
      .evaluateAll(all => all.map(e => e.getAttribute('data-code'))),
  };
}

test('a link opens the same order, the same facets and the same height of the sheet; back undoes the order', async () => {
  let link = '';
  let before: Awaited<ReturnType<typeof arranged>> | undefined;
  await Driver.visit({ viewport: PHONE }, async d => {
    await d.goto('?from=2026-01-01&to=2026-11-01&at=9/10.8/106.7');
    await d.whole();
    await d.page.getByRole('button', { name: 'Mở bộ lọc' }).click();
    await d.page.locator('[data-facet="classes"] .facet-fold').click();
    await d.page.locator('[data-facet="channels"] .facet-fold').click();
    await d.parameterIs('facets', 'kinds,agencies,channels');
    await d.page.getByRole('button', { name: /^Xem .* phản ánh$/ }).click();
    const handle = d.page.locator('.sheet-handle');
    await handle.click();
    await d.parameterIs('sheet', 'half');
    await handle.click();
    await d.parameterIs('sheet', 'full');
    const heading = d.page.locator('.ranking-table .sort').first();
    await heading.click();
    await d.parameterIs('order', 'name');
    await heading.click();
    await d.parameterIs('order', '-name');
    link = d.page.url();
    before = await arranged(d);
    // The order is a step of its own; what was opened and pulled up is not gone back through.
    await d.page.goBack();
    await d.parameterIs('order', 'name');
    await d.page.goBack();
    await d.parameterIs('order', null);
    assert.deepEqual([d.parameter('facets'), d.parameter('sheet')], ['kinds,agencies,channels', 'full']);
    await d.page.goForward();
    await d.parameterIs('order', 'name');
  });
  await Driver.visit({ viewport: PHONE }, async d => {
    const { pathname, search } = new URL(link);
    await d.goto(`${pathname.slice(1)}${search}`);
    await d.whole();
    const after = await arranged(d);
    assert.deepEqual(after, before);
    assert.equal(after.height, 'full');
    assert.deepEqual(after.open, ['false', 'true', 'true', 'false', 'true', 'false', 'false']);
    assert.equal(new URL(d.page.url()).search, search, 'the address stays as it is');
  });
});

/** Goes to an address that names nothing, and gives what was asked and refused on the way. */
async function strayTo(d: Driver, address: string) {
  const asked: string[] = [];
  const refused: string[] = [];
  d.page.on('response', response => {
    asked.push(response.url());
    if (response.status() >= 400) refused.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  await d.page.goto(`${SERVICE}${address}`);
  await d.page.locator('main.boot h1').waitFor();
  await d.page.waitForLoadState('networkidle');
  return { asked, refused };
}

for (const { path, lang, title, named } of [
  { path: '/complaints/x', lang: '', title: 'Không có phản ánh này', named: 'x' },
  { path: '/complaints/99999999', lang: '?lang=en', title: 'There is no such complaint', named: '99999999' },
  { path: '/areas/hcmc-2025-07/99999', lang: '', title: 'Không có trang này', named: '99999' },
  { path: '/areas/hcmc-2025-07/99999', lang: '?lang=en', title: 'There is no such page', named: '99999' },
]) {
  test(`${path}${lang} is not there: the page says so, asks nothing of it, and leads to the city`, async () => {
    await Driver.visit({}, async d => {
      const { asked, refused } = await strayTo(d, path + lang);
      assert.deepEqual(refused, [`404 ${path}`]);
      assert.deepEqual(
        asked.slice(1).filter(url => url.includes(named === 'x' ? '/complaints/x' : named)),
        [],
      );
      assert.equal(await d.page.locator('main.boot h1').textContent(), title);
      assert.ok((await d.page.locator('main.boot p').first().textContent())?.includes(named));
      assert.deepEqual(await d.faults(), []);
      d.errors.length = 0; // the browser itself reports the answer of 404
      await d.page.locator('main.boot a').click();
      await d.figures();
      assert.equal(new URL(d.page.url()).pathname, '/');
      await d.page.goBack();
      await d.page.locator('main.boot h1').waitFor();
    });
  });
}

test('where the browser does not say how the document came, the service’s answer tells that a complaint is not there', async () => {
  await Driver.visit({}, async d => {
    await d.page.addInitScript(() => {
      performance.getEntriesByType = () => [];
    });
    const { refused } = await strayTo(d, '/complaints/99999999');
    const { pathname } = new URL(d.page.url());
    assert.equal(pathname, '/complaints/99999999');
    assert.ok(refused.includes('404 /api/v1/complaints/99999999'), String(refused));
    d.errors.length = 0;
  });
});

test('the address of a complaint leads to it', async () => {
  const { complaints } = await ask<ComplaintPage>('/api/v1/complaints?limit=1');
  const id = complaints[0]?.id;
  assert.ok(id);
  await Driver.visit({}, async d => {
    await d.page.goto(`${SERVICE}/complaints/${id}`);
    await d.page.locator(`.complaint[data-id="${id}"]`).waitFor();
    await d.parameterIs('sel', `complaint:${id}`);
    assert.equal(new URL(d.page.url()).pathname, '/');
  });
});
