import { describe, expect, it } from 'vitest';
import { dayAt } from './days';
import { newFilter } from './filter';
import type { Span } from './span';
import { createStrip, yearAround } from './strip';
import { aState } from './testing';

const days = ([from, to]: Span) => [dayAt(from), dayAt(to)];

describe('the strip', () => {
  it('shows all there is, by day, to the end of the data', () => {
    const strip = createStrip(aState());
    expect(days(strip.span.value)).toEqual(['2024-01-01', '2026-11-23']);
    expect([strip.bucket.value, strip.isLong.value]).toEqual(['day', true]);
  });

  it('is the same in a new revision of the same days, so that a drag on it goes on', () => {
    const state = aState();
    const { span } = createStrip(state);
    const before = span.value;
    const { extent } = state.meta.value;
    state.meta.value = { ...state.meta.value, revision: 2, extent: { ...extent, n: 6 } };
    expect(span.value).toBe(before);
    state.meta.value = { ...state.meta.value, extent: { ...extent, from: '2023-12-31T00:00:00Z' } };
    expect(days(span.value)).toEqual(['2023-12-31', '2026-11-23']);
  });

  it('shows a year with the window in it, and stays while the window moves there', () => {
    const state = aState({ filter: newFilter({ from: '2026-10-24', to: '2026-11-23' }) });
    const strip = createStrip(state);
    state.look({ curve: 'year' });
    const first = strip.span.value;
    expect(days(first)).toEqual(['2025-11-22', '2026-11-23']);
    state.narrow({ from: '2026-01-01', to: '2026-02-01' });
    expect(strip.span.value).toBe(first);
    state.narrow({ from: '2025-01-01', to: '2025-02-01' });
    expect(days(strip.span.value)).toEqual(['2024-07-17', '2025-07-18']);
  });
});

describe('a year around a window', () => {
  it.each<[string, Span, Span]>([
    ['ends with the data', [980, 1000], [634, 1000]],
    ['begins with the data', [10, 20], [0, 366]],
    ['has the window in its middle', [500, 510], [322, 688]],
    ['is all, where the window is longer', [100, 900], [0, 1000]],
  ])('%s', (_, window, want) => {
    expect(yearAround(window, [0, 1000])).toEqual(want);
  });
});
