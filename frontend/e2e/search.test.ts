import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Candidate, Geocoded, Schemas } from '../src/api/vocabulary';
import { ask, busiest, Driver, PHONE } from './driver';

const WHOLE = '?at=9/10.8/106.7';

/** A house that the service itself knows: how it is written, and where it is said to be. */
interface House {
  readonly text: string;
  readonly best: Candidate & { lon: number; lat: number };
}

/** Looks at the middle of one area after another until there is a house with a number. */
async function someHouse(): Promise<House> {
  for (const { label, name } of await busiest('')) {
    const here = await ask<Schemas['Here']>(`/api/v1/reverse?lon=${label[0]}&lat=${label[1]}`);
    if (!here.street || !here.number) continue;
    const text = `${here.number} ${here.street}, ${name}`;
    const [best] = (await ask<Geocoded>(`/api/v1/geocode?q=${encodeURIComponent(text)}`)).candidates;
    if (best?.quality === 'point' && best.lon !== undefined && best.lat !== undefined)
      return { text, best: { ...best, lon: best.lon, lat: best.lat } };
  }
  throw new Error('the gazetteer of this city knows no house in the middle of any area');
}

/** The parameter that a chosen place becomes begins with this. */
function placeOf({ best }: House): string {
  return [Number(best.lon.toFixed(5)), Number(best.lat.toFixed(5)), best.radius_m].join(',');
}

/** Waits until the address has the place of a house. */
async function placeIs(d: Driver, house: House): Promise<void> {
  await d.page.waitForFunction(
    begin => new URL(location.href).searchParams.get('place')?.startsWith(`${begin},`),
    placeOf(house),
  );
}

/** The marker stands where the service says, to what an address keeps of a coordinate. */
async function assertMarked(d: Driver, { best }: House): Promise<void> {
  const [lng = NaN, lat = NaN] = await d.marked();
  const off = Math.max(Math.abs(lng - best.lon), Math.abs(lat - best.lat));
  assert.ok(off < 5e-5, `the marker is at ${lng}, ${lat}, not at ${best.lon}, ${best.lat}`);
}

const addresses = (d: Driver) => d.page.getByRole('group', { name: 'Địa chỉ' }).getByRole('option');
const field = (d: Driver) =>
  d.page.getByRole('combobox', { name: 'Tìm địa chỉ hoặc khu vực, không cần dấu' });

describe('the search for addresses', () => {
  let d: Driver;
  let house: House;
  before(async () => {
    house = await someHouse();
    d = await Driver.open();
  });
  after(() => d.close());

  it('goes to a house by keyboard alone, and keeps it through a reload, back and forward', async () => {
    await d.goto(WHOLE);
    await d.map();
    const { keyboard } = d.page;
    await keyboard.press('/');
    await keyboard.type(house.text);
    const first = addresses(d).first();
    await first.getByText(`${house.best.number} ${house.best.street}`).waitFor();
    await first.getByText('điểm · trong vòng').waitFor();
    assert.equal(await field(d).getAttribute('aria-expanded'), 'true');
    assert.equal(await field(d).getAttribute('aria-activedescendant'), await first.getAttribute('id'));
    // The first key goes to the first option, not past it.
    await keyboard.press('ArrowDown');
    assert.equal(await first.getAttribute('aria-selected'), 'true');
    await keyboard.press('Enter');
    await placeIs(d, house);
    await assertMarked(d, house);
    await d.page.waitForFunction(() => /[?&]at=1[3-6]/.test(location.search));
    const label = await field(d).inputValue();
    assert.ok(label.startsWith(`${house.best.number} ${house.best.street}, `), label);

    await d.page.reload();
    await assertMarked(d, house);
    assert.equal(await field(d).inputValue(), label);
    await d.page.goBack();
    await d.parameterIs('place', null);
    await d.unmarked();
    assert.equal(await field(d).inputValue(), '');
    await d.page.goForward();
    await placeIs(d, house);
    await assertMarked(d, house);

    await d.page.getByRole('button', { name: 'Xoá ô tìm kiếm và địa điểm' }).click();
    await d.parameterIs('place', null);
    await d.unmarked();
    assert.equal(await field(d).inputValue(), '');
  });

  it('takes an Enter that is faster than the answer', async () => {
    await d.goto(WHOLE);
    await d.page.keyboard.press('/');
    await d.page.keyboard.insertText(house.text);
    await d.page.keyboard.press('Enter');
    await placeIs(d, house);
    await d.map();
    await d.page.keyboard.press('Escape');
    await d.parameterIs('place', null);
  });

  it('says what is only a guess, and goes nowhere for it', async () => {
    await d.goto(WHOLE);
    const [guess] = house.best.areas;
    assert.ok(guess);
    const { lon, lat, radius_m, area, area_score, ...rest } = house.best;
    const none: Geocoded = {
      gazetteer: 1,
      candidates: [{ ...rest, areas: house.best.areas, quality: 'none', score: 0.2 }],
      parts: [],
      unplaced: 'uncertain',
    };
    await d.page.route('**/api/v1/geocode*', route => route.fulfill({ json: none }));
    await field(d).fill('somewhere in this city');
    const only = addresses(d).first();
    await only.getByText('có thể là').waitFor();
    await d.page.getByText('Chưa đủ chắc để chỉ ra một nơi.').waitFor();
    assert.equal(await only.getAttribute('aria-disabled'), 'true');
    await only.click({ force: true });
    await d.page.keyboard.press('Enter');
    assert.equal(d.parameter('place'), null);
    assert.equal(await field(d).inputValue(), 'somewhere in this city');
    await d.page.unroute('**/api/v1/geocode*');
  });

  it('says that it cannot ask, and mends itself at the next key', async () => {
    await d.goto(WHOLE);
    const problem = { type: 'about:blank', title: 'Unavailable', status: 503, code: 'unavailable' };
    await d.page.route('**/api/v1/geocode*', route =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    );
    await field(d).fill(house.text);
    await d.page.getByText('Hiện chưa tìm được địa chỉ.').waitFor();
    await d.page.unroute('**/api/v1/geocode*');
    await d.page.route('**/api/v1/geocode*', route => route.abort());
    await d.page.keyboard.press('Space');
    await d.page.getByText('Không liên lạc được với máy chủ. Gõ tiếp').waitFor();
    await d.page.unroute('**/api/v1/geocode*');
    await d.page.keyboard.press('Space');
    await addresses(d).first().waitFor();
    await d.page.keyboard.press('Escape');
    assert.equal(await d.page.locator('.found').isVisible(), false);
    d.errors.length = 0; // the browser itself reports answers of 503 and broken connections
  });

  for (const theme of ['light', 'dark']) {
    it(`has no fault that axe knows, in the ${theme} theme`, async () => {
      await d.goto(`${WHOLE}&theme=${theme}`);
      await field(d).fill(house.text);
      await addresses(d).first().waitFor();
      assert.deepEqual(await d.faults(), [], 'the list');
      await addresses(d).first().click();
      await assertMarked(d, house);
      assert.deepEqual(await d.faults(), [], 'the place');
    });
  }
});

describe('the search for addresses elsewhere', () => {
  it('is one button on a phone, that moves nothing, and the whole bar while it has the focus', async () => {
    const house = await someHouse();
    await Driver.visit({ viewport: PHONE }, async d => {
      await d.goto(WHOLE);
      await d.map();
      const still = async () =>
        Promise.all(['.bar', '.map', '.tools', '.figures'].map(part => d.page.locator(part).boundingBox()));
      const fits = () => d.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
      const before = await still();
      const bar = await d.page.locator('.bar-end').boundingBox();
      await field(d).tap();
      await field(d).fill(house.text);
      await addresses(d).first().waitFor();
      assert.deepEqual(await still(), before);
      assert.ok(await fits(), 'the list');
      assert.deepEqual(await d.faults(), [], 'the list');
      await addresses(d).first().tap();
      await assertMarked(d, house);
      assert.deepEqual(await still(), before);
      assert.deepEqual(await d.page.locator('.bar-end').boundingBox(), bar);
      assert.ok(await fits(), 'the place');
      assert.deepEqual(await d.faults(), [], 'the place');
      await d.page.getByRole('button', { name: /^Bỏ địa điểm / }).tap();
      await d.parameterIs('place', null);
      await d.unmarked();
    });
  });

  it('lists without WebGL too', async () => {
    const house = await someHouse();
    await Driver.visit({ flags: ['--disable-3d-apis'] }, async d => {
      await d.goto(WHOLE);
      await d.page.getByText('Trình duyệt này không vẽ được bản đồ').waitFor();
      await field(d).fill(house.text);
      await addresses(d).first().click();
      await placeIs(d, house);
      await d.page.locator('.place').getByText('trong vòng').first().waitFor();
    });
  });
});
