import { describe, expect, it } from 'vitest';
import type { Stats } from '../api/vocabulary';
import type { Locale } from '../app';
import { translator } from '../i18n';
import { createFormat } from '../i18n/format';
import { countsOf, spanOf, stepsOf } from './steps';

const ZONE = 'Asia/Ho_Chi_Minh';
const t = translator('en');
const locale: Locale = { language: 'en', t, format: createFormat('en', ZONE, t), name: thing => thing.name };

function answer(counts: Record<string, number>): Stats {
  const rows = Object.entries(counts).map(([key, n]) => ({ key: [key], measures: { n } }));
  return { rows } as unknown as Stats;
}

describe('the span of a curve', () => {
  it('is the window in days; one that ends within a day has that day', () => {
    expect(spanOf({ from: '2026-11-01', to: '2026-11-08' }, undefined, ZONE)).toEqual({
      from: '2026-11-01',
      to: '2026-11-08',
    });
    const term = { from: '2026-09-25T12:00:00+07:00', to: '2026-10-25T12:00:00+07:00' };
    expect(spanOf(term, undefined, ZONE)).toEqual({ from: '2026-09-25', to: '2026-10-26' });
    const utc = { from: '2026-10-31T17:00:00Z', to: '2026-11-07T17:00:00Z' };
    expect(spanOf(utc, undefined, ZONE)).toEqual({ from: '2026-11-01', to: '2026-11-08' });
  });

  it('is as long as the counts where the window is open', () => {
    expect(spanOf({}, answer({ '2026-11-03': 1, '2026-11-01': 2 }), ZONE)).toEqual({
      from: '2026-11-01',
      to: '2026-11-04',
    });
    expect(spanOf({}, answer({}), ZONE)).toBeNull();
  });
});

describe('the counts of a curve', () => {
  it('are zero where nothing came in', () => {
    const span = { from: '2026-11-01', to: '2026-11-04' };
    expect(countsOf(answer({ '2026-11-02': 5 }), span, 'day').map(c => c.n)).toEqual([0, 5, 0]);
  });

  it('begin with the Monday and the month that hold the first day', () => {
    const span = { from: '2026-11-01', to: '2026-11-10' }; // a Sunday
    const weeks = countsOf(answer({ '2026-10-26': 1, '2026-11-02': 2, '2026-11-09': 3 }), span, 'week');
    expect(weeks).toEqual([
      { start: '2026-10-26', n: 1 },
      { start: '2026-11-02', n: 2 },
      { start: '2026-11-09', n: 3 },
    ]);
    expect(countsOf(answer({ '2026-11': 4 }), span, 'month')).toEqual([{ start: '2026-11-01', n: 4 }]);
  });

  it('stand beside the days of the compared window, in order', () => {
    const now = [{ start: '2026-11-01', n: 1 }];
    const before = [
      { start: '2025-11-01', n: 7 },
      { start: '2025-11-02', n: 8 },
    ];
    expect(stepsOf(now, before, 'day', locale)).toEqual([
      { tick: '01/11', name: '01/11/2026', n: 1, before: { name: '01/11/2025', n: 7 } },
    ]);
  });
});
