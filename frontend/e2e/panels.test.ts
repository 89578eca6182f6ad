import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { Measures, StatsRow } from '../src/api/vocabulary';
import { askMeta, askStats, busiest, Driver, PHONE } from './driver';

/** Without a map nothing but the panel is under test, and nothing waits for tiles. */
const NO_MAP = { flags: ['--disable-3d-apis'] };

/** The last thirty days of the data. */
async function thirtyDays(): Promise<string> {
  const { extent } = await askMeta();
  const end = Date.parse(`${(extent.to ?? '').slice(0, 10)}T00:00:00Z`);
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return `from=${day(end - 30 * 86_400_000)}&to=${day(end)}`;
}

/** The row with the most complaints of a grouping. */
async function most(query: string, groupBy: string): Promise<StatsRow & { code: string }> {
  const { rows = [] } = await askStats(`${query}&group_by=${groupBy}`);
  const [first] = rows.filter(row => row.key[0]).sort((a, b) => b.measures.n - a.measures.n);
  assert.ok(first?.key[0]);
  return { ...first, code: first.key[0] };
}

const english = (n: number) => n.toLocaleString('en-GB');
const decimal = (n: number) =>
  n.toLocaleString('en-GB', n < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 });
const percent = (share: number) => `${(share * 100).toLocaleString('en-GB', { maximumFractionDigits: 1 })}%`;

/** Waits until the panel shows these measures, in every place that has one. */
async function shows(d: Driver, m: Measures): Promise<void> {
  await d.numberIs(m.n);
  const figures = d.page.locator('.key-figures');
  await figures
    .getByText(percent(m.on_time_rate ?? -1), { exact: true })
    .first()
    .waitFor({ state: 'attached' });
  const alarm = (await figures.locator('dd[data-alarm]').nth(1).textContent()) ?? '';
  assert.ok(alarm.startsWith(english(m.overdue)), alarm);
  const words = (await d.page.locator('.class-words').textContent()) ?? '';
  for (const n of [m.on_time, m.late, m.overdue]) if (n > 0) assert.ok(words.includes(english(n)), words);
}

/** The cells of a chart's table, row by row as they are read. */
async function tableOf(d: Driver, chart: string): Promise<string[][]> {
  const table = d.page.locator(`[data-chart="${chart}"] .table-scroll table`);
  await table.locator('tbody tr').first().waitFor();
  return table
    .locator('tr')
    .evaluateAll(rows =>
      rows.map(row => [...row.querySelectorAll('th, td')].map(cell => cell.textContent ?? '')),
    );
}

/** Scrolls a chart's card to where it is seen, so that its question is asked. */
async function bring(d: Driver, chart: string): Promise<void> {
  await d.page.locator(`[data-chart="${chart}"]`).scrollIntoViewIfNeeded();
}

describe('the panel of figures', () => {
  it('says what is overdue of all time beside what is of the window, and lists it', async () => {
    const window = await thirtyDays();
    const [area] = await busiest('class=overdue');
    assert.ok(area);
    for (const [path, own] of [
      ['', ''],
      [`areas/${area.set}/${area.code}`, `area=${area.set}:${area.code}&`],
    ]) {
      const within = (await askStats(`${own}${window}`)).total.overdue;
      const ever = (await askStats(`${own}class=overdue`)).total.n;
      assert.ok(ever > within, `${ever} of all time, ${within} in the window`);
      await Driver.visit(NO_MAP, async d => {
        await d.goto(`${path}?${window}&lang=en`);
        await d.page
          .locator('.key-figures dd[data-alarm]', { hasText: english(within) })
          .first()
          .waitFor();
        // It is asked for when it is near enough to be seen.
        await d.page.locator('.figure-ever').scrollIntoViewIfNeeded();
        await d.page.getByRole('link', { name: `${english(ever)} of all time` }).click();
        await d.parameterIs('class', 'overdue');
        assert.equal(d.parameter('from'), null, 'without the window');
        await d.page.locator('.list-drawer h2', { hasText: `${english(ever)}` }).waitFor();
        await d.numberIs(ever);
        assert.equal(await d.page.locator('.figure-ever').count(), 0, 'said once');
      });
    }
  });

  it('of an agency has the service’s numbers, and its columns open panels of their own', async () => {
    const window = await thirtyDays();
    const agency = await most(window, 'agency');
    const kinds = await askStats(`${window}&agency=${agency.code}&group_by=category`);
    const kind = await most(`${window}&agency=${agency.code}`, 'category');
    await Driver.visit(NO_MAP, async d => {
      await d.goto(`?${window}&sel=agency:${agency.code}&tables=category&lang=en`);
      await d.page.getByRole('heading', { level: 2, name: agency.name_en?.[0] ?? '' }).waitFor();
      await shows(d, kinds.total);
      await bring(d, 'category');
      const [, ...rows] = await tableOf(d, 'category');
      assert.equal(rows.length, kinds.rows?.length);
      assert.equal(rows[0]?.[1], english(kind.measures.n));
      await d.page.getByRole('button', { name: kind.name_en?.[0] ?? '', exact: true }).click();
      await d.parameterIs('sel', `category:${kind.code}`);
      await shows(d, (await askStats(`${window}&category=${kind.code}`)).total);
      await d.page.goBack();
      await d.parameterIs('sel', `agency:${agency.code}`);
      await d.numberIs(kinds.total.n);
    });
  });

  it('of a kind has its agencies and areas, and becomes the filter and back', async () => {
    const window = await thirtyDays();
    const kind = await most(window, 'category');
    // Compared, as the page asks: what has fallen to nothing is in the tables, too.
    const asked = `${window}&category=${kind.code}&compare=previous`;
    const agencies = await askStats(`${asked}&group_by=agency`);
    const areas = await askStats(`${asked}&group_by=area`);
    await Driver.visit(NO_MAP, async d => {
      await d.goto(`?${window}&sel=category:${kind.code}&tables=agency,area&lang=en`);
      await shows(d, kind.measures);
      await bring(d, 'agency');
      const counts = (rows: string[][]) => rows.slice(1).map(row => row[1]);
      const expected = (rows: StatsRow[] = []) => rows.map(row => english(row.measures.n)).sort();
      assert.deepEqual(counts(await tableOf(d, 'agency')).sort(), expected(agencies.rows));
      await bring(d, 'area');
      assert.deepEqual(counts(await tableOf(d, 'area')).sort(), expected(areas.rows));

      const only = d.page.getByRole('button', { name: 'This alone on the map' });
      await only.click();
      await d.parameterIs('category', kind.code);
      assert.equal(await only.getAttribute('aria-pressed'), 'true');
      await d.numberIs(kind.measures.n);
      await only.click();
      await d.parameterIs('category', null);
      assert.equal(d.parameter('sel'), `category:${kind.code}`);
    });
  });

  it('compares with what the address says, and says both numbers', async () => {
    const window = await thirtyDays();
    const year = await askStats(`${window}&compare=year`);
    const previous = await askStats(`${window}&compare=previous`);
    const change = (was: number) => percent(Math.abs(year.total.n - was) / was);
    await Driver.visit(NO_MAP, async d => {
      await d.goto(`?${window}&compare=year&lang=en`);
      const line = d.page.locator('.change');
      await line.getByText(change(year.compare?.total.n ?? 0)).waitFor();
      const note = (await line.getByRole('tooltip', { includeHidden: true }).textContent()) ?? '';
      assert.ok(note.includes(english(year.total.n)), note);
      assert.ok(note.includes(english(year.compare?.total.n ?? -1)), note);
      await d.page.getByText('Both windows are judged at the same age').waitFor();
      await line.getByRole('combobox').selectOption('previous');
      await d.parameterIs('compare', null);
      await line.getByText(change(previous.compare?.total.n ?? 0)).waitFor();
      await d.goto('?at=9/10.8/106.7&lang=en');
      await line.getByText('Choose a first and a last day').waitFor();
    });
  });

  it('knows the density of an area, and leads to what holds it', async () => {
    const window = await thirtyDays();
    const [area] = await busiest(window);
    assert.ok(area?.measures?.per_km2);
    await Driver.visit(NO_MAP, async d => {
      await d.goto(`?${window}&sel=area:${area.set}:${area.code}&lang=en`);
      await d.numberIs(area.measures?.n ?? -1);
      await d.page
        .locator('.key-figures div', { hasText: 'per km²' })
        .getByText(decimal(area.measures?.per_km2 ?? -1))
        .first()
        .waitFor({ state: 'attached' });
      await d.page.locator('.links', { hasText: 'In' }).getByRole('button').first().click();
      await d.parameterIs('sel', `area:${area.set}:${area.parent}`);
    });
  });

  it('shows the week by the hour as the service has it, and saves that table', async () => {
    const window = await thirtyDays();
    const { rows = [] } = await askStats(`${window}&group_by=hour_of_week`);
    const counts = new Map(rows.map(row => [Number(row.key[0]), row.measures.n]));
    await Driver.visit(NO_MAP, async d => {
      await d.goto(`?${window}&tables=hours&lang=en`);
      await bring(d, 'hours');
      const [head, ...hours] = await tableOf(d, 'hours');
      assert.deepEqual(head, ['Hour', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
      const expected = Array.from({ length: 24 }, (_, hour) => [
        `${hour}–${hour + 1}`,
        ...Array.from({ length: 7 }, (_, day) => english(counts.get(day * 24 + hour) ?? 0)),
      ]);
      assert.deepEqual(hours, expected);

      const { name, bytes } = await saved(d, 'By hour of the week: save as a CSV table');
      assert.match(name, /^by-hour-of-the-week_ho-chi-minh-city_\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}\.csv$/);
      const lines = [head, ...hours].map(row => row.map(cell => cell.replace(',', '')).join(','));
      assert.equal(bytes.toString('utf8'), `\ufeff${lines.join('\r\n')}\r\n`);
    });
  });

  it('saves a chart as a picture, twice as sharp and not blank, on the ground of the theme', async () => {
    const window = await thirtyDays();
    for (const theme of ['light', 'dark']) {
      await Driver.visit(NO_MAP, async d => {
        await d.goto(`?${window}&class=overdue,late&theme=${theme}`);
        await bring(d, 'group');
        await d.page.locator('[data-chart="group"] svg').first().waitFor();
        const { name, bytes } = await saved(d, 'Theo lĩnh vực: lưu ảnh PNG');
        assert.match(name, /^theo-linh-vuc_thanh-pho-ho-chi-minh_.*\.png$/);
        assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
        assert.equal(bytes.readUInt32BE(16), 1280);
        assert.ok(bytes.readUInt32BE(20) > 600, `${bytes.readUInt32BE(20)} pixels high`);
        const { corner, ink } = await looked(d, bytes);
        assert.equal(corner > 128, theme === 'light', `ground of ${corner}`);
        assert.ok(ink > 0.01 && ink < 0.5, `${ink} of the picture is not ground`);
      });
    }
  });

  it('lists what waits longest and what is newest, and leads to one and to all', async () => {
    const window = await thirtyDays();
    await Driver.visit(NO_MAP, async d => {
      await d.goto(`?${window}&lang=en`);
      const list = d.page.locator('.short-list', { hasText: 'Waiting longest' });
      await list.scrollIntoViewIfNeeded();
      await list.locator('li').first().waitFor();
      assert.equal(await list.locator('li').count(), 5);
      await list.getByRole('button', { name: 'Waiting longest: show all' }).click();
      await d.parameterIs('list', '1');
      assert.equal(d.parameter('sort'), 'received_at');
      assert.equal(d.parameter('class'), 'open,overdue,undated_open');
    });
  });

  for (const theme of ['light', 'dark']) {
    it(`has no fault that axe knows in the ${theme} theme, as charts, as tables, and on a phone`, async () => {
      const window = await thirtyDays();
      const agency = await most(window, 'agency');
      for (const viewport of [undefined, PHONE]) {
        await Driver.visit({ ...NO_MAP, ...(viewport && { viewport }) }, async d => {
          for (const tables of ['', '&tables=agency,category,class,course,group,hours']) {
            await d.goto(`?${window}&sel=agency:${agency.code}&theme=${theme}${tables}`);
            await bring(d, 'hours');
            assert.deepEqual(await d.faults(), [], `${theme} ${tables}`);
          }
        });
      }
    });
  }
});

/** Presses a button, and reads the file that the browser is given. */
async function saved(d: Driver, button: string): Promise<{ name: string; bytes: Buffer }> {
  const download = d.page.waitForEvent('download');
  await d.page.getByRole('button', { name: button }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** What a picture looks like: the lightness of its corner, and the share of it that is not of that colour. */
async function looked(d: Driver, png: Buffer): Promise<{ corner: number; ink: number }> {
  return d.page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const ctx = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!ctx) throw new Error('no canvas');
    ctx.drawImage(bitmap, 0, 0);
    const { data } = ctx.getImageData(0, 0, bitmap.width, bitmap.height);
    const corner = data[0] ?? 0;
    let other = 0;
    for (let i = 0; i < data.length; i += 4) if (Math.abs((data[i] ?? 0) - corner) > 8) other++;
    return { corner, ink: other / (data.length / 4) };
  }, png.toString('base64'));
}
