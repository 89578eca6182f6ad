import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hotspots } from '../src/api/vocabulary';
import { ask, askMeta, askStats, busiest, DESKTOP, Driver, PHONE } from './driver';

const DAY_MS = 86_400_000;
const SCENES = ['count', 'rate', 'change', 'worst', 'waiting'];
const BIG = { width: 1920, height: 1080 };

/** The busiest area, and the address of its own page. */
async function ward() {
  const [area] = await busiest('from=2026-01-01');
  assert.ok(area);
  return { area, path: `areas/${area.set}/${area.code}`, ref: `${area.set}:${area.code}` };
}

/** The day before today in the city. */
async function yesterday(): Promise<string> {
  const { city } = await askMeta();
  return new Date(Date.now() - DAY_MS).toLocaleDateString('en-CA', { timeZone: city.time_zone });
}

test('an officer opens the page of the ward: what is new, what waits, where it is worst', async () => {
  const { area, path, ref } = await ward();
  await Driver.visit({}, async d => {
    await d.goto(path);
    const fresh = await askStats(`area=${ref}&from=${await yesterday()}`);
    const waiting = await askStats(`area=${ref}&class=open,overdue,undated_open`);
    if (fresh.total.n > 0) await d.page.locator(`[data-brief="fresh"][data-n="${fresh.total.n}"]`).waitFor();
    else await d.page.locator('#brief-fresh ~ .note').waitFor();
    await d.page.locator(`[data-brief="waiting"][data-n="${waiting.total.n}"]`).waitFor();
    await d.numberIs((await askStats(`${d.filter()}&area=${ref}`)).total.n);

    const { hotspots } = await ask<Hotspots>(`/api/v1/hotspots?${d.filter()}&area=${ref}&limit=8&least=3`);
    const rows = await d.page
      .locator('.hotspots [data-h3]')
      .evaluateAll(all => all.map(e => e.getAttribute('data-h3')));
    assert.deepEqual(
      rows,
      hotspots.map(h => h.h3),
    );
    const names = await d.page.locator('.hotspots .brief-what').allTextContents();
    assert.ok(
      hotspots.every((h, i) => !h.street || names[i] === h.street),
      'the streets are those of the service',
    );
    assert.equal(await d.page.locator('.brief-head h2').textContent(), area.name);
    assert.deepEqual(await d.faults(), []);
  });
});

for (const viewport of [PHONE, { width: 360, height: 640 }]) {
  const size = `${viewport.width} × ${viewport.height}`;
  test(`the first screen of a phone has the three numbers of the ward's officer, ${size}`, async () => {
    const { path, ref } = await ward();
    await Driver.visit({ viewport }, async d => {
      await d.goto(`${path}?lang=en`);
      const fresh = (await askStats(`area=${ref}&from=${await yesterday()}`)).total.n;
      const waiting = (await askStats(`area=${ref}&class=open,overdue,undated_open`)).total;
      const rate = (await askStats(`${d.filter()}&area=${ref}`)).total.on_time_rate ?? -1;
      const shown = {
        fresh: `${fresh}`,
        waiting: `${waiting.n}`,
        onTime: `${Math.round(rate * 1000) / 10}%`,
      };
      for (const [name, value] of Object.entries(shown)) {
        const number = d.page.locator(`[data-number="${name}"]`);
        await number.getByText(value, { exact: true }).waitFor();
        const box = await number.boundingBox();
        assert.ok(box && box.y + box.height <= viewport.height, `${name} is seen without pulling`);
        assert.ok(box.x >= 0 && box.x + box.width <= viewport.width, `${name} is not cut off`);
      }
      await d.page.getByText(`${waiting.overdue} overdue`).first().waitFor();
      await d.map();
      const legend = d.page.locator('.legend');
      const folded = legend.getByRole('button', { name: 'Legend', exact: true });
      assert.equal(await folded.count(), viewport.height < 720 ? 1 : 0);
      await legend.locator('.unplaced').waitFor();
      if (viewport.height < 720) {
        assert.equal(await legend.locator('.scale').count(), 0, 'one line');
        await folded.click();
      }
      await legend.locator('.scale').waitFor();
      assert.deepEqual(await d.faults(), []);
    });
  });
}

test('a hot spot is flown to and outlined, and back leads out again', async () => {
  const { path } = await ward();
  await Driver.visit({}, async d => {
    await d.goto(`${path}?from=2026-01-01&to=2026-11-01`);
    await d.map();
    const row = d.page.locator('.hotspots [data-h3]').first();
    const h3 = await row.getAttribute('data-h3');
    await row.click();
    await d.parameterIs('sel', `cell:${h3}`);
    const drawn = await d.drawn();
    assert.ok(
      drawn.some(f => f.properties.h3 === h3),
      'the hexagon is on the map',
    );
    assert.equal(await row.getAttribute('aria-pressed'), 'true');
    await d.page.keyboard.press('Escape');
    await d.parameterIs('sel', null);
  });
});

test('one goes from the city to a ward and back, with the buttons of the browser too', async () => {
  const { area, path } = await ward();
  await Driver.visit({}, async d => {
    await d.goto(`?sel=area:${area.set}:${area.code}`);
    const whole = new URL(d.page.url()).pathname;
    await d.page.locator('.area-page-link a').click();
    await d.page.waitForURL(url => url.pathname === `/${path}`);
    await d.page.locator('.brief-head').waitFor();
    await d.page.goBack();
    await d.page.waitForURL(url => url.pathname === whole);
    await d.page.locator('.brief-head').waitFor({ state: 'detached' });
    await d.page.goForward();
    await d.page.locator('.brief-head').waitFor();
    await d.page.locator('.brief-city').click();
    await d.page.waitForURL(url => url.pathname === '/');
    await d.parameterIs('sel', `area:${area.set}:${area.code}`);
    assert.equal(await d.page.evaluate(() => performance.getEntriesByType('navigation').length), 1);
  });
});

test('an area that is not there is said to be so, with the way to the city', async () => {
  await Driver.visit({}, async d => {
    const reply = await d.page.goto(`${process.env.DIEMNONG_URL}/areas/hcmc-2025-07/none`);
    assert.equal(reply?.status(), 404);
    await d.page.locator('.boot h1').waitFor();
    assert.deepEqual(await d.faults(), []);
    await d.page.locator('.boot a').click();
    await d.figures();
    d.errors.length = 0; // the browser itself reports each 404
  });
});

test('the wall goes through its scenes by itself, stops and steps, and shows no controls', async () => {
  await Driver.visit({ viewport: BIG }, async d => {
    await d.page.clock.install();
    await d.page.goto(`${process.env.DIEMNONG_URL}/wall`);
    const shows = (scene: string) => d.page.locator(`.wall[data-scene="${scene}"] .wall-side h2`).waitFor();
    for (const scene of [...SCENES, 'count']) {
      await shows(scene);
      await d.page.clock.runFor(20_100);
    }
    await shows('rate');
    await d.page.keyboard.press(' ');
    await d.page.locator('.wall[data-paused="true"]').waitFor();
    await d.page.clock.runFor(60_000);
    await shows('rate');
    await d.page.keyboard.press('ArrowRight');
    await shows('change');
    await d.parameterIs('scene', 'change');
    await d.page.keyboard.press('ArrowLeft');
    await shows('rate');
    assert.equal(await d.page.locator('.wall :is(button, input, select, a):not([inert] *)').count(), 0);
    assert.equal(await d.page.locator('html').getAttribute('data-theme'), 'dark');
    assert.deepEqual(await d.faults(), []);
  });
});

test('the wall shows a scene by its address, and every scene is fit for all', async () => {
  await Driver.visit({ viewport: BIG }, async d => {
    for (const scene of SCENES) {
      await d.page.goto(`${process.env.DIEMNONG_URL}/wall?scene=${scene}&theme=light&lang=en`);
      await d.page.locator(`.wall[data-scene="${scene}"] .wall-side h2`).waitFor();
      await d.map();
      const side = d.page.locator('.wall-side');
      assert.ok(await side.evaluate(e => e.scrollHeight <= e.clientHeight), `nothing is cut off: ${scene}`);
      assert.deepEqual(await d.faults(), [], scene);
    }
  });
});

test('a lost connection is said and mended, and what failed meanwhile is asked again', async () => {
  await Driver.visit({}, async d => {
    await d.page.clock.install();
    await d.goto();
    await d.page.context().setOffline(true);
    // Nobody tells the browser that an open stream is dead: the page finds out by its silence, as after a sleep.
    await d.page.clock.fastForward(60_000);
    await d.page.locator('.stale-note:not(:empty)').waitFor();
    await d.page.evaluate(() =>
      document.querySelector<HTMLElement>('.facet input[type="checkbox"]')?.click(),
    );
    await d.page.locator('.message[role="alert"]').first().waitFor();
    await d.page.context().setOffline(false);
    await d.page.locator('.stale-note:empty').waitFor({ state: 'attached' });
    await d.page.locator('.message[role="alert"]').first().waitFor({ state: 'detached' });
    await d.numberIs((await askStats(d.filter())).total.n);
    d.errors.length = 0; // the browser itself reports each request that failed
  });
});

test('the picture is printed on one page with title, filter, legend, figures and source', async () => {
  for (const [viewport, lang] of [
    [DESKTOP, 'vi'],
    [PHONE, 'en'],
  ] as const) {
    await Driver.visit({ viewport }, async d => {
      await d.goto(`?class=overdue&from=2026-01-01&to=2026-11-01&lang=${lang}`);
      await d.map();
      const shown = await shapeOf(d, '.stage > .map canvas');
      await d.page.emulateMedia({ media: 'print' });
      const sheet = d.page.locator('.sheet');
      await sheet.waitFor();
      const text = await sheet.textContent();
      const n = await d.number();
      const written = new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB').format(n);
      for (const part of [lang === 'vi' ? 'Quá hạn' : 'Overdue', written, '01/01/2026', d.page.url()]) {
        assert.ok(text?.includes(part), `the sheet has ${part}`);
      }
      assert.ok((await sheet.locator('.legend .swatch').count()) > 0, 'the legend');
      assert.ok((await sheet.locator('.sheet-ranking tbody tr').count()) > 0, 'the ranking');
      assert.ok(await inked(d), 'the map is drawn on the sheet');
      assert.deepEqual(await shapeOf(d, '.sheet-map canvas'), shown, 'as much of the map as on the screen');
      assert.deepEqual(await d.faults(), [], 'the sheet');
      const pdf = await d.page.pdf({ preferCSSPageSize: true, printBackground: true });
      assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, 'pages');
      await d.page.emulateMedia({ media: 'screen' });
      await sheet.waitFor({ state: 'detached' });
    });
  }
});

test('a dark page is printed on the light ground of paper, with a legend of the colours that the data has', async () => {
  await Driver.visit({}, async d => {
    await d.goto('?from=2026-01-01&to=2026-11-01&theme=dark&at=9/10.8/106.7');
    await d.map();
    await d.whole();
    // A browser's menu lays the page out at once: what is on the sheet in the same moment is what is printed.
    const printed = await d.page.evaluate(async () => {
      window.dispatchEvent(new Event('beforeprint'));
      for (let i = 0; i < 50 && !document.querySelector('.sheet-map canvas'); i++) await Promise.resolve();
      const canvas = document.querySelector<HTMLCanvasElement>('.sheet-map canvas');
      const dots = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      const count = new Map<string, number>();
      for (let i = 0; dots && i < dots.length; i += 4 * 31) {
        const colour = `${dots[i]}, ${dots[i + 1]}, ${dots[i + 2]}`;
        count.set(colour, (count.get(colour) ?? 0) + 1);
      }
      const style = getComputedStyle(document.documentElement);
      const rgb = (name: string) => {
        const [r, g, b] = [1, 3, 5].map(at =>
          parseInt(
            style
              .getPropertyValue(name)
              .trim()
              .slice(at, at + 2),
            16,
          ),
        );
        return `${r}, ${g}, ${b}`;
      };
      return {
        theme: document.documentElement.dataset.theme,
        land: count.get(rgb('--land')) ?? 0,
        water: count.get(rgb('--water')) ?? 0,
        swatch: getComputedStyle(document.querySelector('.sheet-legend .swatch') as Element).backgroundColor,
      };
    });
    assert.equal(printed.theme, 'light');
    assert.ok(printed.land > 50 && printed.water > 50, JSON.stringify(printed));
    await d.page.locator('.sheet').waitFor({ state: 'attached' });
    // Laid out anew later, the data has the colours of paper, too.
    await d.page.waitForFunction(before => {
      const swatch = document.querySelector('.sheet-legend .swatch');
      return swatch && getComputedStyle(swatch).backgroundColor !== before;
    }, printed.swatch);
    await d.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await d.page.locator('.sheet').waitFor({ state: 'detached' });
    await d.page.locator(':root[data-theme="dark"]').waitFor();
  });
});

test('the button prints when names are there, and says until then that it is preparing', async () => {
  await Driver.visit({}, async d => {
    await d.page.addInitScript(() => {
      window.print = () => {
        const { diemnong } = window as Window & { diemnong?: { whole: () => boolean } };
        document.title = `printed ${diemnong?.whole()}`;
      };
    });
    const held: (() => void)[] = [];
    await d.page.route('**/tiles/v1/context.json*', route => {
      held.push(() => void route.continue());
    });
    await d.goto('?at=9/10.8/106.7');
    const button = d.page.locator('.bar-print');
    await button.click();
    await d.page.locator('.bar-print[aria-busy="true"]', { hasText: 'Đang chuẩn bị' }).waitFor();
    for (const go of held) go();
    await d.page.waitForFunction(() => document.title === 'printed true');
    assert.equal(await button.getAttribute('aria-busy'), 'false');
  });
});

test('the keys of the page: help, list, and the links that skip', async () => {
  await Driver.visit({}, async d => {
    await d.goto();
    await d.page.keyboard.press('?');
    await d.page.locator('.about').waitFor();
    assert.deepEqual(await d.faults(), []);
    await d.page.keyboard.press('Escape');
    await d.page.locator('.about').waitFor({ state: 'detached' });
    await d.page.keyboard.press('l');
    await d.parameterIs('list', '1');
    await d.page.keyboard.press('Escape');
    await d.parameterIs('list', null);
    await d.page.reload(); // Tab begins anew at the top
    await d.figures();
    await d.page.keyboard.press('Tab');
    await d.page.locator('.skip:focus').first().waitFor();
    await d.page.keyboard.press('Enter');
    await d.page.locator('#figures:focus').waitFor();
  });
});

/** How wide a drawing is to its height, in hundredths. */
function shapeOf(d: Driver, selector: string): Promise<number> {
  return d.page
    .locator(selector)
    .evaluate(node =>
      Math.round((100 * (node as HTMLCanvasElement).width) / (node as HTMLCanvasElement).height),
    );
}

/** Whether the map on the sheet has more than one colour. */
async function inked(d: Driver): Promise<boolean> {
  return d.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.sheet-map canvas');
    const dots = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    if (!dots) return false;
    const words = new Uint32Array(dots.buffer);
    return new Set(words.filter((_, i) => i % 997 === 0)).size > 8;
  });
}
