import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Complaint, ComplaintDetail, ComplaintPage, Neighbours } from '../src/api/vocabulary';
import { ask, askStats, Driver, PHONE, SERVICE } from './driver';

/** All complaints, so that the list is as long as the city's. */
const ALL = '?at=9/10.8/106.7';

const askList = (query: string) => ask<ComplaintPage>(`/api/v1/complaints?${query}`);

/** A complaint of a filter. */
async function oneOf(query: string): Promise<Complaint> {
  const [one] = (await askList(`${query}&limit=1`)).complaints;
  assert.ok(one, query);
  return one;
}

/** A placed complaint that others lie around, and these. */
async function neighbourly(): Promise<{ one: Complaint; near: Neighbours }> {
  for (const one of (await askList('quality=point&status=resolved&limit=50')).complaints) {
    const near = await ask<Neighbours>(`/api/v1/complaints/${one.id}/neighbours?limit=300`);
    if (near.n > 0) return { one, near };
  }
  return assert.fail('no complaint has a neighbour');
}

/** The complaints that are in view, once none of them is a placeholder: their places in the list and their ids. */
async function inView(d: Driver): Promise<{ index: number; id: string }[]> {
  const rows = await d.page.waitForFunction(() => {
    const grid = document.querySelector('.list-grid');
    const head = document.querySelector('.list-head');
    if (!grid || !head) return false;
    const { bottom } = grid.getBoundingClientRect();
    const top = head.getBoundingClientRect().bottom || grid.getBoundingClientRect().top;
    const seen = [...grid.querySelectorAll<HTMLElement>('.list-row')].filter(row => {
      const box = row.getBoundingClientRect();
      return box.top >= top - 1 && box.bottom <= bottom + 1;
    });
    const found = seen.map(row => ({
      index: Number(row.getAttribute('aria-rowindex')) - 2,
      id: row.dataset.id ?? '',
    }));
    return found.length > 0 && found.every(row => row.id !== '') && found.sort((a, b) => a.index - b.index);
  });
  return (await rows.jsonValue()) as { index: number; id: string }[];
}

/** Holds what is in view against the service. */
async function isTheList(d: Driver, query: string): Promise<{ first: number; last: number }> {
  const rows = await inView(d);
  const first = rows[0]?.index ?? 0;
  const { complaints } = await askList(`${query}&offset=${first}&limit=${rows.length}`);
  assert.deepEqual(
    rows.map(row => row.id),
    complaints.map(c => c.id),
    `rows from ${first}`,
  );
  return { first, last: first + rows.length - 1 };
}

/** Goes to an address where a complaint stands in the place of the figures. */
async function visit(d: Driver, query: string): Promise<void> {
  await d.page.goto(`${SERVICE}/${query}`);
}

/** Presses a key in the list. */
async function press(d: Driver, key: string): Promise<void> {
  await d.page.locator('.list-grid').press(key);
}

describe('the list of complaints', () => {
  let d: Driver;
  before(async () => {
    d = await Driver.open();
  });
  after(() => d.close());

  it('opens with as many rows as the figures count, and only some in the document', async () => {
    const { total } = await askStats('');
    await d.goto(ALL);
    await d.page.getByRole('button', { name: /^Danh sách phản ánh · / }).click();
    await d.parameterIs('list', '1');
    const grid = d.page.getByRole('grid');
    await grid.locator(`xpath=self::*[@aria-rowcount="${total.n + 1}"]`).waitFor();
    assert.equal((await isTheList(d, '')).first, 0);
    const { rows, height, row } = await grid.evaluate(node => ({
      rows: node.querySelectorAll('.list-row').length,
      height: node.querySelector<HTMLElement>('.list-rows')?.offsetHeight ?? 0,
      row: node.querySelector<HTMLElement>('.list-row')?.offsetHeight ?? 1,
    }));
    assert.ok(rows < 60, `${rows} rows in the document`);
    assert.equal(height, total.n * row, 'the scroll bar is as long as the list');
  });

  it('goes by keyboard to the end, back to the beginning, and by pages', async () => {
    const { total } = await askStats('');
    await d.goto(`${ALL}&list=1`);
    await isTheList(d, '');
    await press(d, 'End');
    await d.page.locator(`.list-row[aria-rowindex="${total.n + 1}"][data-active="true"]`).waitFor();
    assert.equal((await isTheList(d, '')).last, total.n - 1);
    await press(d, 'PageUp');
    assert.ok((await isTheList(d, '')).first < total.n - 1);
    await press(d, 'Home');
    await d.page.locator('.list-row[aria-rowindex="2"][data-active="true"]').waitFor();
    await press(d, 'PageDown');
    await press(d, 'ArrowDown');
    const active = await d.page.locator('.list-row[data-active="true"]').getAttribute('id');
    assert.equal(await d.page.getByRole('grid').getAttribute('aria-activedescendant'), active);
    await isTheList(d, '');
  });

  it('goes by its scroll bar anywhere', async () => {
    await d.goto(`${ALL}&list=1&sort=due_at`);
    await isTheList(d, 'sort=due_at');
    for (const part of [0.5, 0.999, 0.25]) {
      await d.page.getByRole('grid').evaluate((node, p) => {
        node.scrollTop = node.scrollHeight * p;
      }, part);
      const { first } = await isTheList(d, 'sort=due_at');
      assert.ok(first > 0, `${part} of the list`);
    }
  });

  it('turns its order by the head of a column, from the top again', async () => {
    await d.goto(`${ALL}&list=1`);
    await d.page.getByRole('grid').evaluate(node => {
      node.scrollTop = 9000;
    });
    await d.page
      .getByRole('columnheader', { name: /^Tiếp nhận/ })
      .getByRole('button')
      .click();
    await d.parameterIs('sort', 'received_at');
    await d.page.locator('[role=columnheader][aria-sort=ascending]').waitFor();
    const oldest = await oneOf('sort=received_at');
    await d.page.locator(`.list-row[aria-rowindex="2"][data-id="${oldest.id}"]`).waitFor();
    assert.equal((await isTheList(d, 'sort=received_at')).first, 0);
  });

  it('is under the filter, and so are its files', async () => {
    await d.goto(`${ALL}&list=1&class=late`);
    const { total } = await askStats('class=late');
    await isTheList(d, 'class=late');
    await d.page
      .getByRole('heading', { name: new RegExp(`· ${new Intl.NumberFormat('vi-VN').format(total.n)}$`) })
      .waitFor();
    const link = await d.page.getByRole('link', { name: 'Lưu CSV' }).getAttribute('href');
    const { text, links } = await d.page.evaluate(async url => {
      const answer = await fetch(url ?? '');
      return { text: await answer.text(), links: answer.headers.get('link') };
    }, link);
    assert.equal(text.trim().split('\r\n').length - 1, total.n, 'rows of the file');
    assert.equal(links, null, 'nothing is left over');
  });

  it('opens one by Enter, goes back to its place, and closes by Esc', async () => {
    await d.goto(`${ALL}&list=1`);
    await isTheList(d, '');
    await press(d, 'ArrowDown');
    await press(d, 'ArrowDown');
    const id = await d.page.locator('.list-row[data-active="true"]').getAttribute('data-id');
    await press(d, 'Enter');
    await d.parameterIs('sel', `complaint:${id}`);
    await d.page.locator(`.complaint[data-id="${id}"]`).waitFor();
    await d.page.locator(`.list-row[data-id="${id}"][aria-selected="true"]`).waitFor();
    await d.page.goBack();
    await d.parameterIs('sel', null);
    await d.page.locator('.list-row[aria-selected="true"]').waitFor({ state: 'detached' });
    await press(d, 'Escape');
    await d.parameterIs('list', null);
  });

  it('has no fault that axe knows, with a complaint beside it', async () => {
    const { one } = await neighbourly();
    for (const theme of ['light', 'dark']) {
      await visit(d, `${ALL}&list=1&theme=${theme}&sel=complaint:${one.id}`);
      await inView(d);
      await d.page.locator('.near-list').waitFor();
      assert.deepEqual(await d.faults(), [], theme);
    }
  });
});

describe('one complaint', () => {
  let d: Driver;
  before(async () => {
    d = await Driver.open();
  });
  after(() => d.close());

  it('says its history, its place and what lies around it', async () => {
    const { one, near } = await neighbourly();
    const detail = await ask<ComplaintDetail>(`/api/v1/complaints/${one.id}`);
    await visit(d, `?sel=complaint:${one.id}&at=16/${one.lat}/${one.lon}`);
    const panel = d.page.locator(`.complaint[data-id="${one.id}"]`);
    await panel.waitFor();
    assert.deepEqual(
      await panel
        .locator('.history li')
        .evaluateAll(items => items.map(li => (li as HTMLElement).dataset.kind)),
      detail.history.map(event => event.kind),
    );
    await panel.getByText(/^Gần đúng trong vòng/).waitFor();
    await panel.getByText(detail.source_ref, { exact: true }).waitFor();
    await panel
      .getByText(new RegExp(`^${new Intl.NumberFormat('vi-VN').format(near.n)} phản ánh trong vòng`))
      .waitFor();
    await d.map();
    await d.page.waitForFunction(() => {
      type Map = { complaintDrawn(): { point: boolean; neighbours: number } };
      const map = (window as Window & { diemnong?: { map(): Map | null } }).diemnong?.map();
      const seen = map?.complaintDrawn();
      return seen?.point && seen.neighbours > 0;
    });
  });

  it('leads to a neighbour, and back by the browser', async () => {
    const { one: busy, near } = await neighbourly();
    const [next] = near.complaints;
    assert.ok(next);
    await visit(d, `?sel=complaint:${busy.id}&at=16/${busy.lat}/${busy.lon}`);
    await d.page.locator('.near-list .complaint-row').first().click();
    await d.parameterIs('sel', `complaint:${next.id}`);
    await d.page.locator(`.complaint[data-id="${next.id}"]`).waitFor();
    await d.page.goBack();
    await d.page.locator(`.complaint[data-id="${busy.id}"]`).waitFor();
  });

  it('says why it has no point', async () => {
    const one = await oneOf('quality=none');
    await visit(d, `${ALL}&sel=complaint:${one.id}`);
    const panel = d.page.locator(`.complaint[data-id="${one.id}"]`);
    await panel.getByText('Chưa định vị được.').waitFor();
    await panel.getByText('Không có vị trí nên không biết có gì ở gần.').waitFor();
    assert.equal(await panel.getByRole('button', { name: 'Xem trên bản đồ' }).count(), 0);
  });

  it('says in words that there is none, and leads back', async () => {
    await visit(d, `${ALL}&sel=complaint:99999999`);
    await d.page.getByText('Không có phản ánh này', { exact: true }).waitFor();
    await d.page.getByRole('button', { name: 'Về số liệu' }).click();
    await d.figures();
    d.errors.length = 0; // the browser notes each 404 by itself
  });
});

describe('the list on a phone', () => {
  it('is a sheet of its own, gives way to the complaint, and comes back', async () => {
    await Driver.visit({ viewport: PHONE }, async d => {
      await d.goto(ALL);
      await d.page.getByRole('button', { name: /^Danh sách phản ánh/ }).click();
      await isTheList(d, '');
      assert.deepEqual(await d.faults(), [], 'list');
      const row = d.page.locator('.list-row').first();
      const id = await row.getAttribute('data-id');
      await row.click();
      await d.page.locator(`.complaint[data-id="${id}"]`).waitFor();
      assert.equal(await d.page.getByRole('grid').count(), 0);
      assert.deepEqual(await d.faults(), [], 'complaint');
      await d.page.goBack();
      await isTheList(d, '');
    });
  });
});
