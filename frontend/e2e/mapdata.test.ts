import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PbfWriter } from 'pbf';
import type { Area, Measures, Schemas } from '../src/api/vocabulary';
import { ask, askAreas, askMeta, busiest, DESKTOP, type Drawn, Driver, lookAt, PHONE } from './driver';

type Complaint = Schemas['ComplaintPage']['complaints'][number];

describe('the data of the map', () => {
  it('is drawn as single complaints from zoom 14, those that the service has there, in their class', async () => {
    const area = await busiestArea();
    const listed = await complaintsOf(`area=${area.set}:${area.code}`);
    await Driver.visit({}, async d => {
      await d.goto(`?area=${area.set}:${area.code}&${lookAt(area, 14.2)}`);
      const drawn = new Map((await d.points()).map(p => [String(p.properties.id), p.properties.class]));
      const seen = await d.seen(listed.map(placeOf));
      const inView = listed.filter((_, i) => seen[i]);
      assert.ok(inView.length > 20, `${inView.length} complaints in view`);
      for (const c of inView) assert.equal(drawn.get(String(c.id)), c.class, `complaint ${c.id}`);
      const known = new Set(listed.map(c => String(c.id)));
      assert.deepEqual(
        [...drawn.keys()].filter(id => !known.has(id)),
        [],
        'complaints that the service does not have there',
      );
    });
  });

  it('says of a point what it is, and selects it', async () => {
    const area = await busiestArea();
    const [overdue] = await complaintsOf(`area=${area.set}:${area.code}&class=overdue,late`);
    assert.ok(overdue);
    const [lng, lat] = placeOf(overdue);
    await Driver.visit({}, async d => {
      await d.goto(`?class=overdue,late&area=${area.set}:${area.code}&lang=en&at=17/${lat}/${lng}`);
      await d.points();
      const { x, y } = await d.placeOnPage(lng, lat);
      await d.page.mouse.move(x, y);
      await d.page.locator('.hover-card', { hasText: /received/ }).waitFor();
      await d.page.mouse.click(x, y);
      await d.page.waitForFunction(() =>
        /^complaint:\d+$/.test(new URL(location.href).searchParams.get('sel') ?? ''),
      );
    });
  });

  it('has no points below zoom 14, and says what it cannot place in either case', async () => {
    const { totals } = (await ask<Schemas['TileJSON']>('/tiles/v1/heat.json')).legend ?? {};
    assert.ok(totals);
    await Driver.visit({ viewport: PHONE }, async d => {
      for (const zoom of [13, 14.5]) {
        await d.goto(`?at=${zoom}/10.776/106.69&lang=en`);
        await d.map();
        const text = `${totals.unplaced.toLocaleString('en')}/${totals.n.toLocaleString('en')} not placed`;
        await d.page.locator('.unplaced', { hasText: text }).waitFor();
        assert.equal(await d.page.locator('.point-legend').count(), zoom < 14 ? 0 : 1);
        assert.deepEqual(await d.faults(), [], `zoom ${zoom}`);
      }
    });
  });

  it('says where only the newest complaints are drawn', async () => {
    await Driver.visit({}, async d => {
      await d.page.route(/\/tiles\/v1\/complaints\/\d+/, route =>
        route.fulfill({ contentType: 'application/vnd.mapbox-vector-tile', body: truncatedTile(20_000) }),
      );
      await d.goto('?at=14.5/10.776/106.69&lang=en');
      await d.page.locator('.truncated', { hasText: 'only the newest 20,000' }).waitFor();
    });
  });

  it('is moved, read and chosen from by keyboard', async () => {
    const area = await busiestArea();
    await Driver.visit({}, async d => {
      await d.goto(`?layer=areas&lang=en&${lookAt(area, 12)}`);
      await d.map();
      await d.page.locator('.map canvas').focus();
      await d.page.keyboard.press('+');
      const said = d.page.locator('.stage > [role="status"]', { hasText: area.name_en || area.name });
      await said.waitFor({ state: 'attached' });
      await d.page.keyboard.press('Enter');
      await d.parameterIs('sel', `area:${area.set}:${area.code}`);
      assert.deepEqual(await d.faults(), []);
      const before = d.parameter('at');
      await d.page.keyboard.press('ArrowLeft');
      await d.page.waitForFunction(at => new URL(location.href).searchParams.get('at') !== at, before);
    });
  });

  it('draws what has changed between two windows', async () => {
    const now = await countsByArea(WINDOW);
    const before = await countsByArea(BEFORE);
    await Driver.visit({}, async d => {
      await d.goto(`?${WINDOW}&layer=areas&mode=change&lang=en&at=9/10.8/106.7`);
      const areas = byCode(await d.drawn());
      assert.ok(areas.size > 50, `${areas.size} areas in view`);
      for (const [code, p] of areas) {
        assert.equal(p.n, now.get(code), `${code} now`);
        assert.equal(p.n_before, before.get(code), `${code} before`);
        assert.equal(p.change, (now.get(code) ?? 0) - (before.get(code) ?? 0), `change of ${code}`);
      }
      const legend = d.page.locator('.legend');
      await legend.getByText('01/10/2026 – 31/10/2026 against 31/08/2026 – 30/09/2026').waitFor();
      assert.match((await legend.locator('.scale li').first().innerText()) ?? '', /^−\d+ and fewer/);
      assert.match((await legend.locator('.scale li').last().innerText()) ?? '', /^\+\d+ and more/);
      assert.deepEqual(await d.faults(), []);
    });
  });

  it('judges nobody by a few cases: they are grey, the legend and what is pointed at say so', async () => {
    const filter = await fewAndEnough();
    await Driver.visit({}, async d => {
      await d.goto(`?${filter}&layer=areas&measure=on_time_rate&lang=en&at=9/10.8/106.7`);
      const inView = (await d.drawn()).filter(f => Number(f.properties.n) > 0);
      const [few, enough] = [true, false].map(is => inView.filter(f => casesOf(f.properties) < 5 === is));
      assert.ok(
        few?.length && enough?.length,
        `${few?.length} with few cases, ${enough?.length} with enough`,
      );
      const [grey, ...others] = new Set(few.map(f => f.colour));
      assert.deepEqual(others, [], 'they have one colour');
      assert.ok(!enough.some(f => f.colour === grey), `it is that of no other: ${grey}`);
      await d.page.locator('.legend').getByText('fewer than 5 done or due: cannot be judged').waitFor();
      const [area] = (await askAreas(filter)).areas.filter(a => a.code === few[0]?.properties.code);
      assert.ok(area);
      await d.goto(`?${filter}&layer=areas&measure=on_time_rate&lang=en&${lookAt(area, 13)}`);
      await d.map();
      const [lng = 0, lat = 0] = area.label;
      const { x, y } = await d.placeOnPage(lng, lat);
      await d.page.mouse.move(x, y);
      await d.page.locator('.hover-card', { hasText: 'fewer than 5 done or due' }).waitFor();
    });
  });

  it('has nothing to compare without a window of time, and says so', async () => {
    await Driver.visit({}, async d => {
      await d.goto('?mode=change&lang=en&at=10/10.8/106.7');
      await d.map();
      await d.page.getByText('To compare, choose a first and a last day.').waitFor();
      assert.ok(await d.page.getByRole('radio', { name: 'Change' }).isDisabled());
      const [cell] = await d.drawn();
      assert.equal(cell?.properties.n_before, undefined);
    });
  });

  for (const viewport of [DESKTOP, PHONE]) {
    it(`lays two windows side by side, with an edge that keys move, ${viewport.width} pixels wide`, async () => {
      const now = await countsByArea(WINDOW);
      const before = await countsByArea(BEFORE);
      await Driver.visit({ viewport }, async d => {
        await d.goto(`?${WINDOW}&layer=areas&lang=en&at=9/10.8/106.7`);
        await d.map();
        await d.page.getByRole('radio', { name: 'Side by side' }).check({ force: true });
        const edge = d.page.getByRole('separator', { name: 'Edge between the two maps' });
        for (const [code, p] of byCode(await d.drawnBefore()))
          assert.equal(p.n, before.get(code), `${code} before`);
        for (const [code, p] of byCode(await d.drawn())) assert.equal(p.n, now.get(code), `${code} now`);
        await edge.focus();
        await d.page.keyboard.press('ArrowRight');
        await d.page.keyboard.press('Shift+ArrowRight');
        await d.page.locator('.swipe-edge[aria-valuenow="62"]').waitFor();
        await d.parameterIs('split', '62');
        assert.deepEqual(await d.faults(), []);
        await d.page.locator('.map canvas').first().focus();
        await d.page.keyboard.press('ArrowUp');
        await d.drawnBefore();
        const [right, left] = await d.onBothMaps(106.7, 10.8);
        assert.deepEqual(left, right, 'both maps look at the same place');
        await d.page.getByRole('radio', { name: 'Figures' }).check({ force: true });
        await edge.waitFor({ state: 'detached' });
        assert.equal(await d.page.locator('.map canvas').count(), 1);
      });
    });
  }
});

const WINDOW = 'from=2026-10-01&to=2026-11-01';
/** As long, directly before it. */
const BEFORE = 'from=2026-08-31&to=2026-10-01';

/** What the service counts in each area. */
async function countsByArea(filter: string): Promise<Map<string, number>> {
  const { areas } = await askAreas(filter);
  return new Map(areas.map(a => [a.code, a.measures?.n ?? 0]));
}

/** The last days of the data, so many that some areas have enough cases to be judged, and others not. */
async function fewAndEnough(): Promise<string> {
  const { extent } = await askMeta();
  const end = Date.parse(`${(extent.to ?? '').slice(0, 10)}T00:00:00Z`);
  for (const days of [7, 15, 30, 60, 120, 240]) {
    const filter = `from=${new Date(end - days * 86_400_000).toISOString().slice(0, 10)}`;
    const cases = (await askAreas(filter)).areas.flatMap(a => (a.measures?.n ? [casesOf(a.measures)] : []));
    const few = cases.filter(n => n < 5).length;
    if (few > 10 && cases.length - few > 10) return filter;
  }
  assert.fail('in no window are there areas of both kinds');
}

/** The cases that an on-time rate is made of. */
function casesOf(p: Partial<Measures>): number {
  return Number(p.on_time ?? 0) + Number(p.late ?? 0) + Number(p.overdue ?? 0);
}

function byCode(drawn: Drawn[]): Map<string, Drawn['properties']> {
  return new Map(drawn.map(f => [String(f.properties.code), f.properties]));
}

/** The area with the most complaints, where a map is sure to have something to draw. */
async function busiestArea(): Promise<Area> {
  const [area] = await busiest('');
  assert.ok(area);
  return area;
}

/** All complaints of a filter that have a place of their own. */
async function complaintsOf(filter: string): Promise<Complaint[]> {
  const found: Complaint[] = [];
  let cursor = '';
  do {
    const page = await ask<Schemas['ComplaintPage']>(
      `/api/v1/complaints?limit=1000&quality=point,street&${filter}${cursor}`,
    );
    found.push(...page.complaints);
    cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
  } while (cursor);
  return found;
}

function placeOf({ lon, lat }: Complaint): [number, number] {
  assert.ok(lon !== undefined && lat !== undefined);
  return [lon, lat];
}

/** A tile as the service writes it where there are more complaints than it draws: a layer with one point in the middle. */
function truncatedTile(shown: number): Buffer {
  const tile = new PbfWriter();
  tile.writeMessage(
    3,
    (_, layer) => {
      layer.writeVarintField(15, 2);
      layer.writeStringField(1, 'truncated');
      layer.writeMessage(
        2,
        (_, feature) => {
          feature.writeVarintField(1, 1);
          feature.writePackedVarint(2, [0, 0]);
          feature.writeVarintField(3, 1);
          feature.writePackedVarint(4, [9, 4096, 4096]);
        },
        null,
      );
      layer.writeStringField(3, 'shown');
      layer.writeMessage(4, (_, value) => value.writeVarintField(5, shown), null);
      layer.writeVarintField(5, 4096);
    },
    null,
  );
  return Buffer.from(tile.finish());
}
