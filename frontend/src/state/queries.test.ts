import { afterEach, describe, expect, it } from 'vitest';
import type { Api, Query } from '../api/client';
import { readPlace } from './address';
import { createQueries, type Queries } from './queries';
import type { AppState } from './state';
import { aState } from './testing';

let made: Queries | undefined;
afterEach(() => made?.dispose());

/** Questions are asked after what changes them, not within. */
async function soon() {
  await Promise.resolve();
  await Promise.resolve();
}

/** What is asked of a service that never answers, by the name of the question. */
async function askedOf(state: AppState) {
  const asked = new Map<string, unknown[][]>();
  const api = new Proxy({} as Api, {
    get:
      (_, name: string) =>
      (...args: unknown[]) => {
        asked.set(name, [...(asked.get(name) ?? []), args.slice(0, -1)]);
        return new Promise(() => {});
      },
  });
  made = createQueries(state, api);
  made.standings.watch();
  await soon();
  return (name: string) => asked.get(name) ?? [];
}

const WINDOW = 'from=2026-11-01&to=2026-11-08';

describe("on an area's page", () => {
  it.each(['', '&sel=agency:dot', '&sel=cell:8865b1a6d3fffff', '&sel=complaint:5'])(
    'its own area is asked for, whatever else is selected: %j',
    async selected => {
      const asked = await askedOf(aState(readPlace(`?class=late${selected}`, '/areas/new/7')));
      expect(asked('area')).toEqual([['new', '7', { class: 'late' }]]);
    },
  );

  it('a selected area is asked for, and the page’s own for what it is', async () => {
    const asked = await askedOf(aState(readPlace('?sel=area:new:3', '/areas/new/7')));
    expect(asked('area')).toEqual([
      ['new', '3', {}],
      ['new', '7', {}],
    ]);
  });

  it('all areas are ranked, and compared with all', async () => {
    const asked = await askedOf(aState(readPlace(`?${WINDOW}&area=new:3`, '/areas/new/7')));
    const all = { from: '2026-11-01', to: '2026-11-08', set: 'new', level: 'ward' };
    expect(asked('areas')).toContainEqual([all]);
    expect(asked('stats')).toContainEqual([{ ...all, compare: 'previous', group_by: 'area' }]);
  });

  it('agencies are ranked by what they do there', async () => {
    const asked = await askedOf(aState(readPlace('?rank=agencies', '/areas/new/7')));
    const byAgency = asked('stats').filter(([q]) => (q as Query).group_by === 'agency');
    expect(byAgency).toContainEqual([{ area: 'new:7', group_by: 'agency' }]);
  });
});

describe('what is overdue of all time', () => {
  const EVER = { class: 'overdue' };

  it('is asked for when somebody looks, and not again while the window is dragged', async () => {
    const state = aState(readPlace(`?${WINDOW}`));
    const asked = await askedOf(state);
    const times = () => asked('stats').filter(([q]) => JSON.stringify(q) === JSON.stringify(EVER)).length;
    expect(times()).toBe(0);
    if (made) made.figures.seen.ever.value = true;
    await soon();
    expect(times()).toBe(1);
    state.held.value = true;
    state.narrow({ from: '2026-11-02', to: '2026-11-09' });
    state.narrow({ from: undefined, to: undefined });
    state.narrow({ from: '2026-11-03', agencies: ['a'] });
    await soon();
    expect(times()).toBe(1);
    expect(asked('stats').some(([q]) => (q as Query).agency === 'a' && (q as Query).class)).toBe(false);
    state.held.value = false;
    await soon();
    expect(asked('stats')).toContainEqual([{ agency: 'a', ...EVER }]);
  });
});
