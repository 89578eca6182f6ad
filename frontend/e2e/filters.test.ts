import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { type Judgement, judge, VERDICTS, worstFirst } from '../src/state/judge';
import { compareNames } from '../src/ui/collate';
import { ask, askAreas, askMeta, askStats, busiest, Driver, PHONE } from './driver';

/** All complaints, seen as a whole: the filter that says nothing. */
const WHOLE = '?at=6.8/10.1/106.9';

const written = (n: number) => new Intl.NumberFormat('vi-VN').format(n);

describe('an area outside of those of the filter', () => {
  it('says so, and offers the ways out', async () => {
    await Driver.visit({}, async d => {
      const [one, other] = await busiest('');
      assert.ok(one && other);
      const ref = `${one.set}:${one.code}`;
      await d.page.goto(
        `${new URL(process.env.DIEMNONG_URL ?? '').origin}/?at=9/10.8/106.7&area=${ref}&sel=area:${other.set}:${other.code}`,
      );
      await d.page.getByText(`${other.name} · Nằm ngoài bộ lọc`).waitFor();
      assert.deepEqual(await d.faults(), []);
      await d.page.getByRole('button', { name: `Thôi xem ${other.name}` }).click();
      await d.numberIs((await askStats(`area=${ref}`)).total.n);
      await d.page.goBack();
      await d.page.getByRole('button', { name: 'Bỏ lọc khu vực' }).click();
      await d.numberIs((await askStats(`area=${other.set}:${other.code}`)).total.n);
    });
  });
});

describe('the filters', () => {
  let d: Driver;
  before(async () => {
    d = await Driver.open();
  });
  after(() => d.close());

  const facet = (name: string) => d.page.locator(`.facet[data-facet="${name}"]`);
  const fold = (name: string) => facet(name).locator('.facet-fold');
  /** The parameter of each facet, and what the service groups by for it. */
  const PARAMETERS = {
    agencies: 'agency',
    areas: 'area',
    channels: 'channel',
    qualities: 'quality',
  } as const;

  /** What the service says of a facet's choices: the address without what the facet itself sets. */
  async function expected(name: keyof typeof PARAMETERS): Promise<Map<string | null, number>> {
    const query = d.filter();
    query.delete(PARAMETERS[name]);
    query.set('group_by', PARAMETERS[name]);
    const { rows } = await askStats(query);
    return new Map((rows ?? []).map(r => [r.key[0] ?? null, r.measures.n]));
  }

  /** Waits until a facet shows these counts, and all choices without complaints as empty ones. */
  async function shows(name: string, counts: readonly (readonly [string, number])[]): Promise<void> {
    const lines = counts.map(([text, n]) => [text, written(n), String(n === 0)]);
    await d.page.waitForFunction(
      ([selector, wanted]) => {
        const choices = [...document.querySelectorAll(`${selector} .choice`)].map(choice => [
          choice.querySelector('.choice-name')?.textContent,
          choice.querySelector('.number')?.textContent,
          choice.getAttribute('data-empty'),
        ]);
        return (wanted as string[][]).every(line => choices.some(c => c.join('\n') === line.join('\n')));
      },
      [`.facet[data-facet="${name}"]`, lines] as const,
    );
  }

  it('narrow by ward, channel and quality at once, each counting what it would give under the others', async () => {
    // A month is short enough that some wards have nothing.
    const { extent } = await askMeta();
    const month = `from=${new Date(Date.parse(extent.to ?? '') - 30 * 86_400_000).toISOString().slice(0, 10)}`;
    const [ward] = await busiest(month);
    assert.ok(ward);
    await d.goto(`${WHOLE}&${month}`);
    for (const name of ['areas', 'channels', 'qualities']) await fold(name).click();
    const search = facet('areas').getByRole('searchbox');
    await search.fill(
      ward.name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D'),
    );
    await search.press('Enter');
    await d.parameterIs('area', `${ward.set}:${ward.code}`);
    await facet('channels').getByText('Ứng dụng').click();
    await facet('channels').getByText('Điện thoại').click();
    await d.parameterIs('channel', 'phone,app');
    await facet('qualities').getByText('Đúng điểm').click();
    await d.parameterIs('quality', 'point');

    const { total } = await askStats(d.filter());
    await d.numberIs(total.n);
    const channels = await expected('channels');
    await shows('channels', [
      ['Điện thoại', channels.get('phone') ?? 0],
      ['Ứng dụng', channels.get('app') ?? 0],
      ['Nhập từ tệp', channels.get('import') ?? 0],
    ]);
    const qualities = await expected('qualities');
    await shows('qualities', [
      ['Đúng điểm', qualities.get('point') ?? 0],
      ['Trên đường', qualities.get('street') ?? 0],
    ]);
    const areas = await expected('areas');
    await search.fill('');
    await facet('areas')
      .getByRole('button', { name: /^Xem thêm/ })
      .click();
    const all = await askAreas('');
    await shows(
      'areas',
      all.areas.map(a => [a.name, areas.get(a.code) ?? 0] as const),
    );
    assert.ok(
      all.areas.some(a => !areas.get(a.code)),
      'some ward gives nothing, and is there all the same',
    );
  });

  it('count nothing for a facet that is folded', async () => {
    const asked: string[] = [];
    d.page.on('request', request => asked.push(request.url()));
    await d.goto(`${WHOLE}&quality=point`);
    await facet('classes').getByText('Trễ hạn').click();
    await d.numberIs((await askStats(d.filter())).total.n);
    assert.deepEqual(
      asked.filter(url => url.includes('group_by=channel')),
      [],
    );
    await fold('channels').click();
    await shows('channels', [['Ứng dụng', (await expected('channels')).get('app') ?? 0]]);
    assert.equal(asked.filter(url => url.includes('group_by=channel')).length, 1);
  });

  it('say what is set when a facet is folded, and clear one facet or all with one press', async () => {
    const { agencies, groups } = await askMeta();
    const [agency, group] = [agencies[0], groups[0]];
    assert.ok(agency && group);
    await d.goto(`${WHOLE}&agency=${agency.code}&group=${group.code}&class=late`);
    await fold('agencies').click();
    await facet('agencies').locator('.facet-set', { hasText: agency.name }).waitFor();
    await facet('agencies').getByRole('button', { name: 'Bỏ chọn Đơn vị xử lý' }).click();
    await d.parameterIs('agency', null);
    assert.equal(d.parameter('group'), group.code);
    await d.page.getByRole('heading', { name: 'Bộ lọc · 2' }).waitFor();
    await d.page.locator('.filters').getByRole('button', { name: 'Bỏ hết' }).click();
    await d.parameterIs('group', null);
    assert.equal(d.filter().toString(), '');
  });

  it('stay in sight as chips when the panel is folded, each removable', async () => {
    const [ward] = await busiest('');
    assert.ok(ward);
    await d.goto(`${WHOLE}&area=${ward.set}:${ward.code}&class=late,overdue&from=2024-06-01`);
    await d.page.getByRole('button', { name: 'Thu gọn bộ lọc' }).click();
    const chips = d.page.getByRole('list', { name: 'Đang lọc theo' });
    const names = () => chips.getByRole('button').allInnerTexts();
    await chips.getByText(ward.name).waitFor();
    assert.deepEqual(await names(), ['Trễ hạn', 'Quá hạn', ward.name, 'Bỏ hết']);
    await chips.getByRole('button', { name: 'Bỏ Trễ hạn' }).click();
    await d.parameterIs('class', 'overdue');
    assert.deepEqual(await names(), ['Quá hạn', ward.name, 'Bỏ hết']);
    await chips.getByRole('button', { name: 'Bỏ hết' }).click();
    await chips.waitFor({ state: 'detached' });
    assert.equal(d.filter().toString(), 'from=2024-06-01');
  });

  it('are worked by the keyboard alone', async () => {
    await d.goto(WHOLE);
    const press = (key: string) => d.page.keyboard.press(key);
    const inFocus = (selector: string) =>
      d.page.waitForFunction(s => document.activeElement?.matches(s), selector);
    await press('f');
    await inFocus('#filters-title');
    await d.tabTo('[data-facet="channels"] .facet-fold');
    await press('Enter');
    await facet('channels').getByRole('checkbox').first().waitFor();
    await press('Tab');
    await press('Space');
    await d.parameterIs('channel', 'phone');
    await d.tabTo('[data-facet="channels"] .facet-head .quiet-button', 'Shift+Tab');
    await press('Enter');
    await d.parameterIs('channel', null);
    await inFocus('[data-facet="channels"] .facet-fold');
    await d.tabTo('[data-facet="agencies"] input[type="search"]', 'Shift+Tab');
    await d.page.keyboard.type('ubnd');
    await press('Enter');
    await d.page.waitForFunction(() => new URL(location.href).searchParams.has('agency'));
    await press('Escape');
    assert.equal(await facet('agencies').getByRole('searchbox').inputValue(), '');
  });

  it('have no fault that axe knows, with every facet open', async () => {
    await d.goto(`${WHOLE}&class=late&quality=point`);
    for (const name of ['areas', 'channels', 'statuses', 'qualities']) {
      if ((await fold(name).getAttribute('aria-expanded')) === 'false') await fold(name).click();
    }
    await shows('qualities', [['Đúng điểm', (await expected('qualities')).get('point') ?? 0]]);
    assert.deepEqual(await d.faults(), []);
  });
});

describe('the filters on a phone', () => {
  it('are chips on the map, and one page of their own', async () => {
    await Driver.visit({ viewport: PHONE }, async d => {
      await d.goto(`${WHOLE}&class=late,overdue&channel=app`);
      const chips = d.page.getByRole('list', { name: 'Đang lọc theo' });
      await chips.getByRole('button', { name: 'Bỏ Quá hạn' }).click();
      await d.parameterIs('class', 'late');
      assert.deepEqual(await d.faults(), []);
      await d.page.getByRole('button', { name: 'Mở bộ lọc' }).click();
      const { total } = await askStats(d.filter());
      await d.page.getByRole('button', { name: `Xem ${written(total.n)} phản ánh` }).click();
      await chips.waitFor();
    });
  });
});

describe('the ranking', () => {
  let d: Driver;
  before(async () => {
    d = await Driver.open();
  });
  after(() => d.close());

  const table = () => d.page.locator('.ranking-table');
  const codes = () =>
    table()
      .locator('tbody tr')
      .evaluateAll(rows => rows.map(r => r.getAttribute('data-code')));
  /** Waits until the lines are these, in this order. */
  const linesAre = (wanted: readonly string[]) =>
    d.page.waitForFunction(
      list =>
        [...document.querySelectorAll('.ranking-table tbody tr')]
          .map(row => row.getAttribute('data-code'))
          .join() === list,
      wanted.join(),
    );

  type Judged = { code: string; name: string; judgement: Judgement };
  const redFirst = (list: Judged[]) =>
    list
      .sort((a, b) => worstFirst(a.judgement, b.judgement) || compareNames(a.name, b.name))
      .map(line => line.code);

  async function judgedAreas(): Promise<Judged[]> {
    const { targets } = await askMeta();
    const { areas } = await askAreas('');
    return areas.map(({ code, name, measures }) => {
      assert.ok(measures);
      return { code, name, judgement: judge(measures, targets) };
    });
  }

  it('has all areas in the order of judgement, by the service’s own numbers', async () => {
    await d.goto(WHOLE);
    const wanted = redFirst(await judgedAreas());
    await linesAre(wanted.slice(0, 10));
    await d.page.getByRole('button', { name: `Xem cả ${wanted.length} khu vực` }).click();
    await linesAre(wanted);
  });

  it('says what the colours mean, from the configured thresholds on, and how many have each', async () => {
    const { targets } = await askMeta();
    const judged = await judgedAreas();
    const percent = (share: number) => `${written(share * 100)}\u00a0%`;
    const lines = d.page.locator('.verdict-key li');
    await lines.nth(VERDICTS.length - 1).waitFor();
    const key = await lines.allInnerTexts();
    const words = ['Chưa đạt', 'Đang tiến tới', 'Đạt', 'Chưa đủ để đánh giá'];
    for (const [i, verdict] of VERDICTS.entries()) {
      const n = judged.filter(j => j.judgement.verdict === verdict).length;
      assert.ok(key[i]?.startsWith(words[i] ?? '-'), key[i]);
      assert.ok(key[i]?.trim().endsWith(written(n)), `${key[i]}; want ${n}`);
    }
    assert.ok(key[0]?.includes(`dưới ${percent(targets.on_way)}`), key[0]);
    assert.ok(key[1]?.includes(`từ ${percent(targets.on_way)}`), key[1]);
    assert.ok(key[2]?.includes(`từ ${percent(targets.on_time)}`), key[2]);
  });

  it('is sorted by a column, and the other way round', async () => {
    await d.goto(WHOLE);
    const { areas } = await askAreas('');
    const most = Math.max(...areas.map(a => a.measures?.overdue ?? 0));
    const header = table().getByRole('columnheader', { name: /Quá hạn/ });
    await header.getByRole('button', { name: 'Quá hạn' }).click();
    await d.page.waitForFunction(
      n => document.querySelector('.ranking-table tbody td:nth-child(3) span')?.textContent === n,
      written(most),
    );
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    await header.getByRole('button', { name: 'Quá hạn' }).click();
    await d.page.waitForFunction(
      n => document.querySelector('.ranking-table tbody td:nth-child(3) span')?.textContent === n,
      written(Math.min(...areas.map(a => a.measures?.overdue ?? 0))),
    );
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
  });

  it('selects the area of a line, and takes it back', async () => {
    await d.goto(WHOLE);
    const [first] = redFirst(await judgedAreas());
    const { default_set } = await askMeta();
    const line = table().locator(`tr[data-code="${first}"] button`);
    await line.click();
    await d.parameterIs('sel', `area:${default_set}:${first}`);
    await table().locator(`tr[data-code="${first}"][data-chosen="true"]`).waitFor();
    await line.press('Enter');
    await d.parameterIs('sel', null);
  });

  it('has the agencies too, with their change against the window before', async () => {
    const { extent, targets, agencies } = await askMeta();
    const end = Date.parse(extent.to ?? '') - 30 * 86_400_000;
    const day = (time: number) => new Date(time).toISOString().slice(0, 10);
    const window = `from=${day(end - 60 * 86_400_000)}&to=${day(end)}`;
    await d.goto(`?${window}`);
    await d.page.locator('.ranking').getByRole('radio', { name: 'Đơn vị' }).check({ force: true });
    await d.parameterIs('rank', 'agencies');
    const { rows } = await askStats(`${window}&group_by=agency&compare=previous`);
    const named = new Map(agencies.map(a => [a.code, a.name]));
    const known = (rows ?? []).flatMap(({ key: [code], measures, compare }) =>
      code
        ? [{ code, name: named.get(code) ?? code, judgement: judge(measures, targets), measures, compare }]
        : [],
    );
    const wanted = redFirst(known);
    await linesAre(wanted.slice(0, 10));
    const first = known.find(a => a.code === wanted[0]);
    assert.ok(first?.compare);
    const difference = first.measures.n - first.compare.n;
    const cells = await table().locator('tbody tr').first().locator('td').allInnerTexts();
    assert.ok(cells.at(-1)?.startsWith(written(first.measures.n)), cells.at(-1));
    assert.ok(cells.at(-1)?.includes(written(Math.abs(difference))), cells.at(-1));
    await table().locator('tbody th button').first().click();
    await d.parameterIs('sel', `agency:${wanted[0]}`);
  });

  it('is saved whole, as a table that a spreadsheet reads', async () => {
    await d.goto(WHOLE);
    const wanted = redFirst(await judgedAreas());
    await linesAre(wanted.slice(0, 10));
    const saved = d.page.waitForEvent('download');
    await d.page.getByRole('button', { name: 'Xếp hạng khu vực: lưu bảng CSV' }).click();
    const file = await saved;
    assert.match(file.suggestedFilename(), /^xep-hang-khu-vuc_.*\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    assert.ok(text.startsWith('\ufeff'), 'Excel needs the mark');
    const lines = text.trimEnd().split('\r\n').slice(1);
    assert.deepEqual(
      lines.map(line => line.split(',')[0]),
      wanted,
    );
    const sum = (column: number) =>
      lines.reduce((total, line) => total + Number(line.split(',').at(column)), 0);
    const { elsewhere } = await ask<{ elsewhere: { n: number } }>('/api/v1/areas');
    assert.equal(sum(-2) + elsewhere.n, (await askStats('')).total.n);
  });

  it('has no fault that axe knows', async () => {
    await d.goto(`${WHOLE}&theme=dark&rank=agencies`);
    await table().waitFor();
    assert.ok((await codes()).length > 0);
    assert.deepEqual(await d.faults(), []);
  });
});
