import { describe, expect, it } from 'vitest';
import { dayNumber } from './days';
import { newFilter } from './filter';
import { daysOfKey, drawn, moved, type Part, type Span, spanOf, windowOf } from './span';

const whole: Span = [0, 100];

describe('a window', () => {
  it('has an edge moved, never past the other one or the span', () => {
    expect(moved([20, 30], 'from', -5, whole)).toEqual([15, 30]);
    expect(moved([20, 30], 'from', 50, whole)).toEqual([29, 30]);
    expect(moved([20, 30], 'to', -50, whole)).toEqual([20, 21]);
    expect(moved([20, 30], 'to', 500, whole)).toEqual([20, 100]);
  });

  it('moves as a whole with its length kept', () => {
    expect(moved([20, 30], 'both', 7, whole)).toEqual([27, 37]);
    expect(moved([20, 30], 'both', Infinity, whole)).toEqual([90, 100]);
    expect(moved([20, 30], 'both', -Infinity, whole)).toEqual([0, 10]);
  });

  it('keeps its times of day, and may stay shorter than a day', () => {
    expect(moved([20.5, 30.5], 'from', 2, whole)).toEqual([22.5, 30.5]);
    expect(moved([20.25, 20.5], 'both', 1, whole)).toEqual([21.25, 21.5]);
    expect(moved([20.25, 20.5], 'to', -3, whole)).toEqual([20.25, 20.5]);
  });

  it('is drawn in whole days from any place to any other', () => {
    expect(drawn(20.4, 25.2, whole)).toEqual([20, 26]);
    expect(drawn(25.2, 20.4, whole)).toEqual([20, 26]);
    expect(drawn(-50, 3.5, whole)).toEqual([0, 4]);
    expect(drawn(150, 170, whole)).toEqual([99, 100]);
    expect(drawn(20.4, 20.4, whole)).toEqual([20, 21]);
  });
});

describe('a filter on the calendar', () => {
  const zone = 'Asia/Ho_Chi_Minh';
  const city: Span = [dayNumber('2023-01-01'), dayNumber('2027-01-01')];

  it.each([
    [{ from: '2026-10-24', to: '2026-11-23' }],
    [{ from: '2026-10-25T12:00:00+07:00', to: '2026-11-25T12:00:00+07:00' }],
    [{ from: '2026-10-25T12:00:00+07:00', to: '2026-10-25T18:30:00+07:00' }],
    [{}],
  ])('%o comes back as it was', period => {
    const back = windowOf(spanOf(period, city, zone), city, zone);
    expect(newFilter(back)).toEqual(newFilter(period));
  });

  it('is what of it lies within the data', () => {
    expect(spanOf({ from: '2020-01-01', to: '2024-01-01' }, city, zone)).toEqual([
      city[0],
      dayNumber('2024-01-01'),
    ]);
    expect(spanOf({ from: '2030-01-01' }, city, zone)).toEqual([city[1] - 1, city[1]]);
  });
});

/** Numbers that are the same in every run. */
function numbers(n: number): number[] {
  let seed = 7;
  return Array.from({ length: n }, () => {
    seed = (seed * 48271) % 2147483647;
    return seed;
  });
}

it('stays a window within the span, whatever is done to it', () => {
  const parts: Part[] = ['from', 'to', 'both'];
  let window: Span = [40, 60];
  for (const n of numbers(2000)) {
    const days = (n % 241) - 120;
    const part = parts[n % 3] ?? 'both';
    const before = window;
    window = n % 17 === 0 ? drawn(n % 130, (n >> 8) % 130, whole) : moved(window, part, days, whole);
    const says = `${before} ${part} ${days} → ${window}`;
    expect(window[0] >= 0 && window[1] <= 100 && window[1] - window[0] >= 1, says).toBe(true);
    if (n % 17 !== 0 && part === 'both') expect(window[1] - window[0], says).toBe(before[1] - before[0]);
  }
});

describe('a key', () => {
  it.each([
    ['ArrowLeft', false, -1],
    ['ArrowUp', false, 1],
    ['ArrowRight', true, 30],
    ['PageDown', false, -30],
    ['Home', false, -Infinity],
    ['End', false, Infinity],
    ['a', false, undefined],
  ])('%s with Shift %s moves by %s days', (key, shift, days) => {
    expect(daysOfKey(key, shift)).toBe(days);
  });
});
