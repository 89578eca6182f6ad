import { describe, expect, it } from 'vitest';
import type { Meta, StatsRow } from '../api/vocabulary';
import { barsByField, barsByKey } from './bars';

function measures(n: number) {
  return { n, on_time: n, late: 0, open: 0, overdue: 0, undated_open: 0, undated_closed: 0, reopened: 0 };
}

function row(key: string | null, n: number, before?: number): StatsRow {
  return {
    key: [key],
    name: [key === 'b' ? 'Bê' : null],
    measures: measures(n),
    ...(before !== undefined && { compare: measures(before) }),
  };
}

const name = (thing: { name: string }) => thing.name;
const meta = {
  groups: [{ code: 'g', name: 'Gờ', name_en: 'G' }],
  categories: [
    { code: 'a', name: 'A', name_en: 'A', group: 'g' },
    { code: 'b', name: 'B', name_en: 'B', group: 'g' },
    { code: 'c', name: 'C', name_en: 'C', group: 'h' },
  ],
} as unknown as Meta;

describe('columns', () => {
  it('stand with the most first, and what nobody knows last, whatever its number', () => {
    const bars = barsByKey([row('a', 1), row(null, 9), row('b', 3, 2)], name, '?');
    expect(bars.map(bar => [bar.code, bar.name, bar.measures.n, bar.before?.n])).toEqual([
      ['b', 'Bê', 3, 2],
      ['a', 'a', 1, undefined],
      [null, '?', 9, undefined],
    ]);
  });

  it('by field are the sums of their kinds, in both windows', () => {
    const bars = barsByField([row('a', 1, 4), row('b', 3, 0), row('c', 2), row('new', 5)], meta, name, '?');
    expect(bars.map(bar => [bar.code, bar.name, bar.measures.n, bar.before?.n])).toEqual([
      ['g', 'Gờ', 4, 4],
      ['h', 'h', 2, undefined],
      [null, '?', 5, undefined],
    ]);
  });
});
