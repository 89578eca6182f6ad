import { describe, expect, it } from 'vitest';
import type { Api, Query } from '../api/client';
import type { AreaList, Meta, Stats } from '../api/vocabulary';
import { linkTo, readPlace } from './address';
import { createAreaNames } from './area-names';
import { countsOf, createFacets } from './facets';
import { createState } from './state';
import { FACETS } from './unfolded';

const named = (code: string) => ({ code, name: code, name_en: code });
const meta = {
  city: { ...named('c'), time_zone: 'Asia/Ho_Chi_Minh', bounds: [106, 10, 107, 11], demo: true },
  revision: 4,
  extent: { n: 5 },
  default_set: 'new',
  area_sets: [
    { ...named('new'), approximate: true, attribution: '', levels: [{ ...named('ward'), areas: 2 }] },
  ],
} as unknown as Meta;

const total = {
  n: 10,
  on_time: 4,
  late: 3,
  open: 2,
  overdue: 1,
  undated_open: 0,
  undated_closed: 0,
  reopened: 0,
};
const answer = (rows: [string | null, number][]) =>
  ({ total, rows: rows.map(([key, n]) => ({ key: [key], measures: { n } })) }) as unknown as Stats;

/** The state at an address, and every question that is asked for it. */
function at(query: string) {
  const state = createState(meta, readPlace(query), () => new Date());
  const asked: Query[] = [];
  const areas: string[] = [];
  const api = {
    stats: async (q: Query) => {
      asked.push(q);
      return answer([['1', 6]]);
    },
    area: async (set: string, code: string) => {
      areas.push(`${set}:${code}`);
      if (code === 'gone') throw new Error('there is none');
      return { area: named(code) };
    },
  } as unknown as Api;
  return { state, api, asked, areas };
}

/** Lets what is settled already take effect. */
async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

describe('a facet', () => {
  it('asks nothing while nobody looks, and one question when somebody does', async () => {
    const { state, api, asked } = at('?class=late&agency=x&from=2026-01-01');
    const { facets } = createFacets(state, api);
    await settled();
    expect(asked).toEqual([]);
    const leave = facets.agencies.watch();
    await settled();
    expect(asked).toEqual([{ from: '2026-01-01', class: 'late', group_by: 'agency' }]);
    expect(facets.agencies.counts.value?.of.get('1')).toBe(6);
    leave();
    state.narrow({ classes: [] });
    await settled();
    expect(asked).toHaveLength(1);
    facets.agencies.watch();
    await settled();
    expect(asked[1]).toEqual({ from: '2026-01-01', group_by: 'agency' });
  });

  it('asks without what it sets itself, and with all that the others set', async () => {
    const full =
      '?category=k&group=g&agency=a&class=late&channel=app&status=received&quality=none&area=new:1';
    const { state, api, asked } = at(full);
    const { facets } = createFacets(state, api);
    for (const name of FACETS) {
      facets[name].watch();
      await settled();
    }
    const without = asked.map(q =>
      ['category', 'group', 'agency', 'class', 'channel', 'status', 'quality', 'area'].filter(p => !(p in q)),
    );
    expect(without).toEqual([
      ['class'],
      ['category', 'group'],
      ['agency'],
      ['area'],
      ['channel'],
      ['status'],
      ['quality'],
    ]);
    expect(asked.map(q => q.group_by)).toEqual([
      undefined,
      'category',
      'agency',
      'area',
      'channel',
      'status',
      'quality',
    ]);
    expect(asked[3]).toMatchObject({ set: 'new', level: 'ward' });
  });

  it('asks again for a new revision', async () => {
    const { state, api, asked } = at('');
    createFacets(state, api).facets.classes.watch();
    await settled();
    state.revision.value++;
    await settled();
    expect(asked).toHaveLength(2);
  });

  it('is open as the address says', () => {
    const { state, api } = at('');
    const { facets } = createFacets(state, api);
    const open = () => FACETS.filter(name => facets[name].open);
    expect(open()).toEqual(['classes', 'kinds', 'agencies']);
    facets.areas.open = true;
    facets.kinds.open = false;
    expect(open()).toEqual(['classes', 'agencies', 'areas']);
    expect(linkTo(state.place())).toBe('/?from=all&facets=classes,agencies,areas');
  });
});

describe('the counts of a facet', () => {
  it('are those of the rows, and the rest is what no choice would give', () => {
    const { of, rest } = countsOf(
      'agencies',
      answer([
        ['a', 6],
        ['b', 1],
        [null, 3],
      ]),
    );
    expect([...of]).toEqual([
      ['a', 6],
      ['b', 1],
    ]);
    expect(rest).toBe(3);
  });

  it('of classes are in every total', () => {
    const { of, rest } = countsOf('classes', answer([]));
    expect([of.get('late'), of.get('overdue'), of.get('undated_open'), rest]).toEqual([3, 1, 0, 0]);
  });
});

describe('the names of areas', () => {
  const listOf = (codes: string[]) =>
    ({
      data: { value: { areas: codes.map(code => ({ ...named(code), set: 'new' })) } as AreaList },
    }) as never;

  it('are those of the list in use, and nothing is asked for them', async () => {
    const { state, api, areas } = at('?area=new:1');
    const { names } = createAreaNames(state, api, listOf(['1', '2']));
    await settled();
    expect([...names.value.keys()]).toEqual(['new:1', 'new:2']);
    expect(areas).toEqual([]);
  });

  it('are asked for where the filter names areas of another set; one that is gone has none', async () => {
    const { state, api, areas } = at('?area=new:1,old:7,old:gone');
    const { names } = createAreaNames(state, api, listOf(['1']));
    await settled();
    expect(areas).toEqual(['old:7', 'old:gone']);
    expect(names.value.get('old:7')?.name).toBe('7');
    expect(names.value.has('old:gone')).toBe(false);
  });
});
