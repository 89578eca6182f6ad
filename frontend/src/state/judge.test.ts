import { describe, expect, it } from 'vitest';
import {
  bestFirst,
  countVerdicts,
  type Judgement,
  judge,
  scaleStart,
  VERDICTS,
  wilson,
  worstFirst,
} from './judge';

const TARGETS = { on_time: 0.95, on_way: 0.9 };

/** The judgement of k in time of n. */
const of = (k: number, n: number, targets = TARGETS) =>
  judge({ on_time: k, late: n - k, overdue: 0 }, targets);

/** Numbers that are the same at every run: a linear congruential generator (Numerical Recipes). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Judgements of all sizes: mostly few cases, as wards have them. */
function many(count: number, seed = 7): Judgement[] {
  const next = numbers(seed);
  return Array.from({ length: count }, () => {
    const n = next(2) === 0 ? next(12) : next(3000);
    return of(n - (n === 0 ? 0 : Math.min(n, next(1 + Math.ceil(n / (1 + next(20)))))), n);
  });
}

describe('the interval of a rate', () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i of %i is Wilson’s', (k, n, low, high) => {
    expect(wilson(k, n).low).toBeCloseTo(low, 4);
    expect(wilson(k, n).high).toBeCloseTo(high, 4);
  });

  it('is everything where there are no cases, and ends exactly at 0 and 1', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
    for (let n = 1; n < 200; n++) {
      expect(wilson(0, n).low).toBe(0);
      expect(wilson(n, n).high).toBe(1);
    }
  });

  it('holds the rate, and grows narrower with more cases', () => {
    for (const n of [20, 200, 2000, 20_000]) {
      const wide = wilson(n * 0.9, n);
      const narrow = wilson(n * 9, n * 10);
      expect(wide.low).toBeLessThan(0.9);
      expect(wide.high).toBeGreaterThan(0.9);
      expect(narrow.high - narrow.low).toBeLessThan(wide.high - wide.low);
    }
  });
});

describe('the colour', () => {
  it.each([
    [899, 1000, 'red'],
    [900, 1000, 'orange'],
    [949, 1000, 'orange'],
    [950, 1000, 'green'],
    [980, 1000, 'green'],
    [0, 1000, 'red'],
  ])('of %i of %i is %s', (k, n, want) => {
    expect(of(k, n).verdict).toBe(want);
  });

  it('is grey where nothing can be judged, or where the few cases could be anything', () => {
    expect(of(0, 0)).toMatchObject({ verdict: 'grey', judged: 0, rate: undefined });
    expect(of(3, 3).verdict).toBe('grey'); // from 44 % to 100 %
    expect(of(19, 20).verdict).toBe('grey');
    expect(of(0, 4).verdict).toBe('grey'); // clear, but hardly any
    expect(of(0, 5).verdict).toBe('red'); // at most 43 %
  });

  it('counts what is overdue as not in time', () => {
    expect(judge({ on_time: 90, late: 5, overdue: 5 }, TARGETS)).toMatchObject({ judged: 100, rate: 0.9 });
  });

  it('follows the targets that are set', () => {
    const easy = { on_time: 0.8, on_way: 0.7 };
    expect(of(850, 1000, easy).verdict).toBe('green');
    expect(of(750, 1000, easy).verdict).toBe('orange');
    expect(of(650, 1000, easy).verdict).toBe('red');
  });

  it('has no orange where both targets are one', () => {
    const one = { on_time: 0.9, on_way: 0.9 };
    for (let k = 0; k <= 1000; k += 10) expect(of(k, 1000, one).verdict).not.toBe('orange');
  });
});

describe('the order', () => {
  it('begins with red and ends with grey', () => {
    const verdicts = many(500)
      .sort(worstFirst)
      .map(j => VERDICTS.indexOf(j.verdict));
    expect(new Set(verdicts).size).toBe(4);
    expect(verdicts).toEqual(verdicts.toSorted());
  });

  it('never puts 3 of 3 above 980 of 1,000, whichever end comes first', () => {
    // Grey among the city's targets; green, like the other, among easy ones.
    for (const targets of [TARGETS, { on_time: 0.4, on_way: 0.3 }]) {
      for (const order of [worstFirst, bestFirst]) {
        const list = [of(3, 3, targets), of(980, 1000, targets)].sort(order);
        expect(list.map(j => j.judged)).toEqual([1000, 3]);
      }
    }
  });

  it('never puts 0 of 3 above 500 of 1,000 when the worst is asked for', () => {
    const list = [of(0, 3), of(500, 1000)].sort(worstFirst);
    expect(list.map(j => j.judged)).toEqual([1000, 3]);
  });

  it.each([
    ['worst', worstFirst],
    ['best', bestFirst],
  ])('is total, the %s first: one answer for any two, and no circles', (_, order) => {
    const list = many(60);
    const pairs = list.flatMap(a => list.map(b => [a, b] as const));
    const sign = (a: Judgement, b: Judgement) => Math.sign(order(a, b));
    expect(pairs.filter(([a, b]) => sign(a, b) + sign(b, a) !== 0)).toEqual([]);
    const rising = pairs.filter(([a, b]) => sign(a, b) <= 0);
    expect(rising.filter(([a, b]) => list.some(c => sign(b, c) <= 0 && sign(a, c) > 0))).toEqual([]);
  });

  it('is monotone: of as many cases, who has more in time never stands worse', () => {
    for (const n of [1, 2, 5, 17, 60, 400]) {
      const judgeable = Array.from({ length: n + 1 }, (_, k) => of(k, n)).filter(j => j.verdict !== 'grey');
      expect(judgeable.toSorted(worstFirst)).toEqual(judgeable);
      expect(judgeable.toSorted(bestFirst)).toEqual(judgeable.toReversed());
    }
  });

  it('does not depend on the order before', () => {
    const list = many(200);
    expect(list.toReversed().sort(worstFirst)).toEqual(list.toSorted(worstFirst));
  });
});

describe('the summary', () => {
  it('counts each colour', () => {
    const list = [of(980, 1000), of(920, 1000), of(1, 1000), of(2, 1000), of(3, 3)];
    expect(countVerdicts(list)).toEqual({ red: 2, orange: 1, green: 1, grey: 1 });
  });
});

describe('the scale of the rates', () => {
  it('begins at the tenth below the lowest rate, and in any case below the target', () => {
    expect(scaleStart([of(960, 1000), of(0, 0)], TARGETS)).toBeCloseTo(0.8);
    expect(scaleStart([of(960, 1000), of(550, 1000)], TARGETS)).toBeCloseTo(0.5);
    expect(scaleStart([of(300, 1000)], TARGETS)).toBeCloseTo(0.3);
    expect(scaleStart([of(0, 1000)], TARGETS)).toBe(0);
    expect(scaleStart([], TARGETS)).toBeCloseTo(0.8);
    expect(scaleStart([], { on_time: 0.04, on_way: 0.02 })).toBe(0);
  });
});
