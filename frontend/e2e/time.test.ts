import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dayAt, dayNumber } from '../src/state/days';
import { askMeta, askStats, Driver, PHONE } from './driver';

/** What a window's handles are called. */
const FROM = 'Ngày đầu của khoảng thời gian';
const TO = 'Ngày cuối của khoảng thời gian';
const ALL = 'Dời cả khoảng thời gian';

/** A window in the middle of the data, thirty days long, and its address. */
async function aWindow() {
  const { extent } = await askMeta();
  assert.ok(extent.from && extent.to);
  const first = dayNumber(extent.from);
  const from = Math.round(first + (dayNumber(extent.to) - first) / 2);
  return { from, to: from + 30, query: queryOf(from, from + 30) };
}

function queryOf(from: number, to: number): string {
  return `from=${dayAt(from)}&to=${dayAt(to)}`;
}

/** Looks at the middle of the city, so that the address is no first visit. */
const AT = 'at=9/10.8/106.7';

describe('the window of time', () => {
  let d: Driver;
  before(async () => {
    d = await Driver.open();
  });
  after(() => d.close());

  const handle = (name: string) => d.page.getByRole('slider', { name });
  const days = async () =>
    [await handle(FROM).getAttribute('aria-valuenow'), await handle(TO).getAttribute('aria-valuenow')].map(
      Number,
    );
  const middleOf = async (name: string) => {
    const box = await handle(name).boundingBox();
    assert.ok(box);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  /** Waits until the address has the window that is seen: within a gesture it is written now and then. */
  const isWritten = async () => {
    const [from = 0, to = 0] = await days();
    await d.parameterIs('from', dayAt(from));
    await d.parameterIs('to', dayAt(to));
    return [from, to] as const;
  };
  const isOfTheService = async () => {
    const { total } = await askStats(d.filter());
    await d.numberIs(total.n);
  };
  const steps = () => d.page.evaluate(() => history.length);

  it('is dragged by an edge: numbers and map follow the hand, and it is one step to go back', async () => {
    const window = await aWindow();
    await d.goto(`?${window.query}&${AT}`);
    const before = await steps();
    const edge = await middleOf(FROM);
    await d.page.mouse.move(edge.x, edge.y);
    await d.page.mouse.down();
    for (const x of [20, 40, 60, 80, 100]) await d.page.mouse.move(edge.x - x, edge.y);
    // The hand is still on it: what is seen is the window under way.
    const [from = 0, to = 0] = await days();
    assert.ok(from < window.from - 30 && to === window.to, `${from}`);
    const { total, placed } = await askStats(queryOf(from, to));
    await d.numberIs(total.n);
    const cells = new Map((await d.drawn()).map(f => [f.properties.h3, f.properties.n ?? 0]));
    const seen = [...cells.values()].reduce((a, b) => a + b, 0);
    assert.ok(seen > 0 && seen <= placed, `${seen} of ${placed} are seen`);
    await d.page.mouse.up();
    await d.parameterIs('from', dayAt(from));
    assert.equal(d.parameter('to'), dayAt(to));
    assert.equal(await steps(), before + 1);
    await d.page.goBack();
    await d.parameterIs('from', dayAt(window.from));
    await isOfTheService();
  });

  it('is dragged by its middle with its length, and drawn anew beside it', async () => {
    const window = await aWindow();
    await d.goto(`?${window.query}&${AT}`);
    const middle = await middleOf(ALL);
    await d.page.mouse.move(middle.x, middle.y + 20);
    await d.page.mouse.down();
    await d.page.mouse.move(middle.x + 120, middle.y + 20, { steps: 4 });
    await d.page.mouse.up();
    await d.page.waitForFunction(
      day => new URL(location.href).searchParams.get('from') !== day,
      dayAt(window.from),
    );
    const [from, to] = await isWritten();
    assert.equal(to - from, 30);
    assert.ok(from > window.from + 60, `${from - window.from} days on`);
    await isOfTheService();

    await d.page.mouse.move(middle.x - 300, middle.y + 20);
    await d.page.mouse.down();
    await d.page.mouse.move(middle.x - 200, middle.y + 20, { steps: 4 });
    await d.page.mouse.up();
    await d.page.waitForFunction(
      day => (new URL(location.href).searchParams.get('to') ?? '') < day,
      dayAt(from),
    );
    await isWritten();
    await isOfTheService();

    await d.page.mouse.dblclick(middle.x - 400, middle.y + 20);
    await d.parameterIs('from', null);
    await d.parameterIs('to', null);
    await d.numberIs((await askStats('')).total.n);
  });

  it('is taken back by Esc', async () => {
    const window = await aWindow();
    await d.goto(`?${window.query}&${AT}`);
    const edge = await middleOf(TO);
    await d.page.mouse.move(edge.x, edge.y);
    await d.page.mouse.down();
    await d.page.mouse.move(edge.x + 90, edge.y, { steps: 3 });
    await d.page.keyboard.press('Escape');
    await d.page.mouse.up();
    await d.parameterIs('to', dayAt(window.to));
    assert.deepEqual(await days(), [window.from, window.to]);
    await isOfTheService();
  });

  it('is moved by keys alone: by days, by thirty, to the ends', async () => {
    const window = await aWindow();
    await d.goto(`?${window.query}&${AT}`);
    const before = await steps();
    await handle(FROM).focus();
    await d.page.keyboard.press('ArrowRight');
    await d.page.keyboard.press('Shift+ArrowLeft');
    await d.parameterIs('from', dayAt(window.from - 29));
    await d.page.keyboard.press('Tab');
    await d.page.keyboard.press('ArrowUp'); // the middle
    await d.parameterIs('to', dayAt(window.to + 1));
    await d.page.keyboard.press('Tab');
    await d.page.keyboard.press('End');
    const { extent } = await askMeta();
    await d.page.waitForFunction(
      day => (new URL(location.href).searchParams.get('to') ?? '') > day,
      extent.to?.slice(0, 10) ?? '',
    );
    assert.equal(d.parameter('from'), dayAt(window.from - 28));
    await isOfTheService();
    // Each handle was one step, however many keys.
    assert.equal(await steps(), before + 3);
  });

  it('has names for the windows that people ask for, with the service’s numbers', async () => {
    await d.goto(`?${AT}`);
    const names = d.page.locator('.strip .presets button');
    assert.equal(await names.count(), 10);
    for (const [i, name] of (await names.allInnerTexts()).entries()) {
      await names.nth(i).click();
      await d.page.locator(`.strip .presets button:nth-child(${i + 1})[aria-pressed="true"]`).waitFor();
      await isOfTheService();
      assert.match((await names.nth(i).getAttribute('title')) ?? '', /\d\d\/\d\d\/\d{4}/, name);
    }
    await d.page.getByRole('button', { name: 'Kỳ trước' }).first().click();
    await d.parameterIs('from', (d.parameter('from') ?? '').replace(/T.*/, 'T12:00:00+07:00'));
    assert.match(
      `${d.parameter('from')} ${d.parameter('to')}`,
      /^\d{4}-\d\d-25T12:00:00\+07:00 \d{4}-\d\d-25T12:00:00\+07:00$/,
    );
    const dates = /^25\/\d\d\/\d{4} 12:00 – 25\/\d\d\/\d{4} 12:00 · (28|29|30|31) ngày$/;
    await d.page.locator('.headline').getByText(dates).waitFor();
    await isOfTheService();
  });

  it('takes dates as they are written here, keeps the other end’s time, and says what is wrong', async () => {
    await d.goto(`?from=2026-01-25T12:00:00%2B07:00&to=2026-02-25T12:00:00%2B07:00&${AT}`);
    const from = d.page.getByLabel('Từ ngày');
    assert.equal(await from.inputValue(), '25/01/2026 12:00');
    await from.fill('1/2/2026');
    await from.press('Enter');
    await d.parameterIs('from', '2026-02-01');
    assert.equal(d.parameter('to'), '2026-02-25T12:00:00+07:00');
    assert.equal(await from.inputValue(), '01/02/2026');
    await isOfTheService();
    for (const [text, fault] of [
      ['31/2/2026', 'Lịch không có ngày này'],
      ['hôm qua', 'Không đọc được ngày này'],
      ['1/3/2026', 'Ngày đầu phải trước ngày cuối'],
    ]) {
      await from.fill(text ?? '');
      await from.press('Enter');
      await d.page
        .getByRole('alert')
        .filter({ hasText: fault ?? '' })
        .waitFor();
    }
    assert.equal(d.parameter('from'), '2026-02-01');
    assert.deepEqual(await d.faults(), []);
    await from.press('Escape');
    assert.equal(await from.inputValue(), '01/02/2026');
    await d.page.getByLabel('Đến ngày').fill('');
    await d.page.getByLabel('Đến ngày').press('Enter');
    await d.parameterIs('to', null);
    await isOfTheService();
  });

  it('is seen larger in the curve of a year', async () => {
    const window = await aWindow();
    await d.goto(`?${window.query}&${AT}`);
    const before = await handle(ALL).boundingBox();
    await d.page.getByRole('button', { name: 'Phóng to một năm' }).click();
    await d.parameterIs('curve', 'year');
    await d.page.waitForFunction(
      width => (document.querySelector('.handle-both')?.getBoundingClientRect().width ?? 0) > 2 * width,
      before?.width ?? 0,
    );
    await d.page.reload();
    await d.figures();
    assert.equal(d.parameter('curve'), 'year');
    assert.deepEqual(await days(), [window.from, window.to]);
  });
});

describe('the axis of time', () => {
  it('has the city’s years and months, wherever the reader is', async () => {
    const read = async (timeZone: string) => {
      let text: string[] = [];
      await Driver.visit({ timeZone }, async d => {
        await d.goto('?at=9/10.8/106.7&from=all');
        const year = d.page.locator('.strip svg text', { hasText: /^20\d\d$/ });
        await year.first().waitFor();
        text = await d.page.locator('.strip svg text').allTextContents();
      });
      return text;
    };
    const here = await read('Asia/Ho_Chi_Minh');
    assert.ok(here.includes('Th7'), here.join(' '));
    assert.deepEqual(await read('America/New_York'), here);
  });
});

describe('playing', () => {
  it('goes to the end of the data, each step with the service’s numbers, and halts on demand', async () => {
    await Driver.visit({}, async d => {
      const { extent, city } = await askMeta();
      const end = dayNumber(new Date(Date.parse(extent.to ?? '') + 7 * 3_600_000).toISOString()) + 1;
      assert.equal(city.time_zone, 'Asia/Ho_Chi_Minh');
      await d.goto(`?${queryOf(end - 17, end - 10)}&${AT}`);
      const steps = await d.page.evaluate(() => history.length);
      await d.page.getByRole('button', { name: 'Phát', exact: true }).press('Enter');
      await d.page.waitForFunction(
        day => (new URL(location.href).searchParams.get('from') ?? '') > day,
        dayAt(end - 17),
      );
      await d.page.getByRole('button', { name: 'Dừng' }).press('Enter');
      await d.page.getByText('Đã dừng').waitFor();
      const halted = Number(await d.page.getByRole('slider', { name: FROM }).getAttribute('aria-valuenow'));
      await d.numberIs((await askStats(queryOf(halted, halted + 7))).total.n);
      assert.deepEqual(await d.faults(), []);

      await d.page.getByRole('button', { name: 'Tới một bước' }).click();
      await d.parameterIs('from', dayAt(halted + 1));
      await d.numberIs((await askStats(queryOf(halted + 1, halted + 8))).total.n);

      await d.page.getByRole('combobox', { name: 'Tốc độ' }).selectOption('fast');
      await d.page.getByRole('button', { name: 'Phát', exact: true }).press('Enter');
      await d.page.getByText('Đã đến hết dữ liệu').waitFor();
      await d.parameterIs('to', dayAt(end));
      await d.numberIs((await askStats(queryOf(end - 7, end))).total.n);
      await d.map();
      // Playing, a step by hand, and playing again are a step of the history each.
      assert.equal(await d.page.evaluate(() => history.length), steps + 3);
    });
  });

  it('says that it plays from the beginning, keeps the legend, and names no change against no data, on a phone', async () => {
    await Driver.visit({ viewport: PHONE }, async d => {
      const { extent } = await askMeta();
      const end = dayNumber(new Date(Date.parse(extent.to ?? '') + 7 * 3_600_000).toISOString()) + 1;
      await d.goto(`?${queryOf(end - 30, end)}&${AT}`);
      await d.map();
      const bar = d.page.locator('.play-bar');
      const legend = () => d.page.locator('.legend .scale').innerText();
      const before = await legend();
      await bar.getByRole('button', { name: 'Phát từ đầu' }).tap();
      await bar.getByText('Đang phát từ').waitFor();
      await d.page.getByText('Chưa có dữ liệu của').waitFor();
      await bar.getByRole('button', { name: 'Dừng' }).tap();
      await bar.getByText('Đã dừng').waitFor();
      await d.map();
      assert.equal(await legend(), before);
      assert.deepEqual(await d.faults(), []);
      await bar.getByRole('button', { name: 'Thôi phát' }).tap();
      await bar.getByRole('button', { name: 'Phát', exact: true }).waitFor();
    });
  });
});

describe('on a screen to touch', () => {
  it('a finger finds 44 pixels of each part of the smallest window, and drags it', async () => {
    await Driver.visit({ viewport: { width: 1024, height: 768 }, touch: true }, async d => {
      const { from } = await aWindow();
      await d.goto(`?${queryOf(from, from + 1)}&${AT}`);
      const boxes = [];
      for (const name of [FROM, ALL, TO])
        boxes.push(await d.page.getByRole('slider', { name }).boundingBox());
      for (const box of boxes) assert.ok(box && box.width >= 44 && box.height >= 44, JSON.stringify(box));
      for (const [a, b] of [
        [boxes[0], boxes[1]],
        [boxes[1], boxes[2]],
      ])
        assert.ok(a && b && a.x + a.width <= b.x + 0.5, 'they do not lie on each other');
      const [, middle] = boxes;
      assert.ok(middle);
      const finger = await d.page.context().newCDPSession(d.page);
      const y = middle.y + middle.height / 2;
      const x = middle.x + middle.width / 2;
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number) =>
        finger.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: type === 'touchEnd' ? [] : [{ x: at, y }],
        });
      await touch('touchStart', x);
      for (const by of [10, 30, 60, 90]) await touch('touchMove', x + by);
      await touch('touchEnd', x + 90);
      await d.page.waitForFunction(
        day => (new URL(location.href).searchParams.get('from') ?? '') > day,
        dayAt(from + 30),
      );
      await d.numberIs((await askStats(d.filter())).total.n);
    });
  });

  it('a phone has the names in a list, and fields for dates', async () => {
    await Driver.visit({ viewport: PHONE }, async d => {
      await d.goto(`?${AT}`);
      await d.page.getByRole('button', { name: 'Kéo bảng số liệu lên' }).click();
      const select = d.page.locator('.sheet-presets').getByRole('combobox', { name: 'Khoảng thời gian' });
      await select.selectOption({ label: 'Kỳ này' });
      await d.page.waitForFunction(() =>
        new URL(location.href).searchParams.get('from')?.endsWith('T12:00:00+07:00'),
      );
      await d.numberIs((await askStats(d.filter())).total.n);
      await d.page.getByRole('button', { name: 'Mở bộ lọc' }).click();
      const box = await d.page.getByLabel('Từ ngày').boundingBox();
      assert.ok(box && box.height >= 44);
      assert.ok(await d.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      assert.deepEqual(await d.faults(), []);
    });
  });
});
