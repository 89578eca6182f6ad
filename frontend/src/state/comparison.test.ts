import { describe, expect, it } from 'vitest';
import { comparedFilter, comparedWindow, comparison, modeInForce } from './comparison';
import { newFilter } from './filter';
import { aState } from './testing';
import { DEFAULT_VIEW } from './view';

/** The data of the tests begin on 1 January 2024. */
function comparing(from: string, to: string, mode: 'previous' | 'year' = 'previous') {
  return aState({
    filter: newFilter({ from, to }),
    view: { ...DEFAULT_VIEW, compare: mode, mode: 'change' },
  });
}

describe('a comparison', () => {
  it('is with a window that there is data of', () => {
    const state = comparing('2024-01-31', '2024-03-01');
    expect(comparedWindow(state)?.from).toBe('2024-01-01');
    expect([comparison(state), modeInForce(state)]).toEqual([{ compare: 'previous' }, 'change']);
  });

  it('judges the window before at the age of the one in force', () => {
    const state = comparing('2024-06-01', '2024-07-01');
    expect(comparedFilter(state)).toMatchObject({ from: '2024-05-02', to: '2024-06-01' });
    const { now } = state.clock.value;
    const asOf = Date.parse(comparedFilter(state)?.asOf ?? '');
    const age = now - asOf - 30 * 86_400_000;
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(300_000); // the service's five minutes
    state.look({ compare: 'year' });
    expect(comparedFilter(state)).toBeNull();
  });

  it('is none with a window that reaches back to before the data, in part or whole', () => {
    for (const [from, to] of [
      ['2024-01-30', '2024-03-01'],
      ['2024-01-01', '2024-01-31'],
    ] as const) {
      const state = comparing(from, to);
      expect([comparison(state), modeInForce(state)]).toEqual([{}, 'plain']);
    }
    expect(comparedWindow(comparing('2024-06-01', '2024-07-01', 'year'))).toBeUndefined();
    expect(comparedWindow(comparing('2025-06-01', '2025-07-01', 'year'))).toBeDefined();
  });
});
