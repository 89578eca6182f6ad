import { describe, expect, it } from 'vitest';
import { drawn, isDrawn, keyed, pageOf, rowOf, type Sight, seen, topFor } from './window';

/** Ten rows of 30 px are seen of 100,000. */
const sight = (top: number, count = 100_000): Sight => ({ row: 30, view: 300, top, count });

describe('the rows of a long list', () => {
  it('are those in view, whole or in part', () => {
    expect(seen(sight(0))).toEqual({ first: 0, last: 9 });
    expect(seen(sight(29))).toEqual({ first: 0, last: 10 });
    expect(seen(sight(30))).toEqual({ first: 1, last: 10 });
    expect(seen(sight(100_000 * 30 - 300))).toEqual({ first: 99_990, last: 99_999 });
  });

  it('are drawn with some to spare, within the list', () => {
    expect(drawn(sight(0))).toEqual({ first: 0, last: 17 });
    expect(drawn(sight(3000))).toEqual({ first: 92, last: 117 });
    expect(drawn(sight(100_000 * 30 - 300))).toEqual({ first: 99_982, last: 99_999 });
  });

  it('are all of a short list, and none of an empty one', () => {
    expect(drawn(sight(0, 3))).toEqual({ first: 0, last: 2 });
    expect(drawn(sight(0, 0)).last).toBe(-1);
    expect(drawn(sight(9000, 5)).last).toBe(4);
  });

  it('stay few in any case', () => {
    for (const top of [0, 1, 1234.5, 2_999_699, 2_999_700]) {
      const { first, last } = drawn(sight(top));
      expect(last - first).toBeLessThan(28);
    }
  });
});

describe('the active row', () => {
  it('is one that the list has, however short it has become', () => {
    expect(rowOf(7, sight(0, 10))).toBe(7);
    expect(rowOf(900, sight(0, 10))).toBe(9);
    expect(rowOf(-3, sight(0, 10))).toBe(0);
  });

  it('is named only while it is in the document', () => {
    expect(isDrawn(17, sight(0))).toBe(true);
    expect(isDrawn(18, sight(0))).toBe(false);
    expect(isDrawn(0, sight(3000))).toBe(false);
    expect(isDrawn(rowOf(0, sight(0, 0)), sight(0, 0))).toBe(false);
  });
});

describe('the scroll of a list', () => {
  it('moves only as far as a row needs', () => {
    expect(topFor(5, sight(0))).toBe(0);
    expect(topFor(10, sight(0))).toBe(30);
    expect(topFor(3, sight(300))).toBe(90);
    expect(topFor(99_999, sight(0))).toBe(100_000 * 30 - 300);
  });

  it('follows the keys to both ends and no farther', () => {
    const to = (key: string, active: number, count?: number) => keyed(key, active, sight(0, count));
    expect(pageOf(sight(0))).toBe(9);
    expect([to('ArrowDown', 4), to('ArrowUp', 4), to('ArrowUp', 0)]).toEqual([5, 3, 0]);
    expect([to('PageDown', 0), to('PageUp', 4), to('PageDown', 99_998)]).toEqual([9, 0, 99_999]);
    expect([to('Home', 500), to('End', 500)]).toEqual([0, 99_999]);
    expect(to('Enter', 1)).toBeUndefined();
    expect(to('ArrowDown', 0, 0)).toBeUndefined();
  });
});
