import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PbfWriter } from 'pbf';
import type { Area, Schemas } from '../src/api/vocabulary';
import { ask, busiest, Driver, lookAt, PHONE } from './driver';

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
});

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
