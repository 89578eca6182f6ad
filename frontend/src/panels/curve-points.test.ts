import { describe, expect, it } from 'vitest';
import type { Stats } from '../api/vocabulary';
import { meansOf, pointsOf } from './curve-points';

/** An answer with these counts, the first on a day. */
function answer(counts: Record<string, number>): Stats {
  const rows = Object.entries(counts).map(([key, n]) => ({
    key: [key],
    measures: { n, overdue: n > 5 ? 1 : 0 },
  }));
  return { rows } as unknown as Stats;
}

describe('the points of the curve', () => {
  it('are zero where there is nothing, and in order', () => {
    const points = pointsOf(answer({ '2026-01-04': 7, '2026-01-01': 2 }), 'day');
    expect(points.map(p => [p.n, p.overdue])).toEqual([
      [2, 0],
      [0, 0],
      [0, 0],
      [7, 1],
    ]);
    expect(new Date(points[0]?.at ?? 0).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });

  it('have a mean where they are many days', () => {
    const month = Object.fromEntries(
      Array.from({ length: 28 }, (_, i) => [
        `2026-02-${String(i + 1).padStart(2, '0')}`,
        i % 7 === 0 ? 7 : 0,
      ]),
    );
    const means = pointsOf(answer(month), 'day').map(p => p.mean);
    expect(new Set(means.slice(3, 25))).toEqual(new Set([1]));
    expect(pointsOf(answer({ '2026-01-01': 2 }), 'day')[0]?.mean).toBeUndefined();
    expect(pointsOf(answer({ '2026-01': 2, '2027-12': 3 }), 'month').every(p => p.mean === undefined)).toBe(
      true,
    );
  });

  it('are none without an answer', () => {
    expect(pointsOf(undefined, 'day')).toEqual([]);
  });
});

it('takes the mean of what there is at the ends', () => {
  expect(meansOf([4, 0, 0, 0, 0, 0, 0, 7])).toEqual([1, 0.8, 4 / 6, 4 / 7, 1, 7 / 6, 7 / 5, 7 / 4]);
});
