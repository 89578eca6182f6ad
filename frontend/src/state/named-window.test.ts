import { describe, expect, it } from 'vitest';
import { filterKey, newFilter } from './filter';
import { keepNamed } from './named-window';
import { aState, META } from './testing';

/** A window on the day that the data ends, and what becomes of it as the data goes on. */
function windowOver(from: string, to: string, ...days: string[]) {
  const state = aState({ filter: newFilter({ from, to }) });
  const until = (day: string) => {
    state.meta.value = { ...META, extent: { ...META.extent, to: `${day}T03:00:00Z` } };
  };
  until(days[0] ?? '');
  const end = keepNamed(state);
  const seen = days.slice(1).map(day => {
    until(day);
    return filterKey(state.filter.value);
  });
  end();
  return seen;
}

describe('a window with a name', () => {
  it('goes on with the data', () => {
    expect(windowOver('2026-10-12', '2026-11-11', '2026-11-10', '2026-11-11')).toEqual([
      'from=2026-10-13&to=2026-11-12',
    ]);
  });

  it('that has two names on the seventh of a month stays this month', () => {
    expect(windowOver('2026-11-01', '2026-11-08', '2026-11-07', '2026-11-08', '2026-11-09')).toEqual([
      'from=2026-11-01&to=2026-11-09',
      'from=2026-11-01&to=2026-11-10',
    ]);
  });

  it('keeps its name over a day on which it has two', () => {
    // The last seven days, from the sixth to the eighth.
    expect(windowOver('2026-10-31', '2026-11-07', '2026-11-06', '2026-11-07', '2026-11-08')).toEqual([
      'from=2026-11-01&to=2026-11-08',
      'from=2026-11-02&to=2026-11-09',
    ]);
  });

  it('stays where it is when it has none', () => {
    expect(windowOver('2026-11-02', '2026-11-05', '2026-11-10', '2026-11-11')).toEqual([
      'from=2026-11-02&to=2026-11-05',
    ]);
  });
});
