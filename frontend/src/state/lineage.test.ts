import { describe, expect, it } from 'vitest';
import { lineageOf, narrowAreas } from './lineage';

const area = (code: string, level: string, parent?: string) => ({ set: 's', code, level, parent });
const lineage = lineageOf(
  [
    area('c', 'city'),
    area('d1', 'district', 'c'),
    area('d2', 'district', 'c'),
    area('w1', 'ward', 'd1'),
    area('w2', 'ward', 'd2'),
  ],
  undefined,
);
const wards = lineageOf([area('w1', 'ward', 'd1'), area('w2', 'ward', 'd2')], undefined);
const narrow = (areas: string[], to: string, known = lineage) =>
  narrowAreas(
    areas.map(code => `s:${code}`),
    `s:${to}`,
    known,
  ).map(ref => ref.slice(2));

describe('some areas, narrowed to one', () => {
  it('are the one where there are none, or it lies in one of them', () => {
    expect(narrow([], 'w1')).toEqual(['w1']);
    expect(narrow(['w1', 'w2'], 'w1')).toEqual(['w1']);
    expect(narrow(['d1'], 'w1')).toEqual(['w1']);
    expect(narrow(['c'], 'w2')).toEqual(['w2']);
  });

  it('are those that lie in it', () => {
    expect(narrow(['w1', 'w2'], 'd1')).toEqual(['w1']);
  });

  it('are none where it lies apart', () => {
    expect(narrow(['d2'], 'w1')).toEqual([]);
    expect(narrow(['w2'], 'w1', wards)).toEqual([]);
  });

  it('are the one where nobody knows', () => {
    expect(narrow(['d2'], 'w1', wards)).toEqual(['w1']);
    expect(narrowAreas(['other:w2'], 's:w1', lineage)).toEqual(['s:w1']);
  });
});
