import { describe, expect, it } from 'vitest';
import { countSet, FILTER_PARAMETERS, filterKey, newFilter, parseFilter, toggled } from './filter';

/** The key of the filter in a query, which is what the service would cache it under. */
function key(query: string): string {
  return filterKey(parseFilter(new URLSearchParams(query)));
}

describe('a filter', () => {
  it.each([
    ['nothing means all', '', ''],
    ['lists are sorted', 'category=b,a,C', 'category=C%2Ca%2Cb'],
    ['doubles fall together', 'category=a,a&category=a', 'category=a'],
    ['a parameter may be repeated', 'agency=y&agency=x', 'agency=x%2Cy'],
    ['spaces and empty parts are dropped', 'group=%20a%20,,b', 'group=a%2Cb'],
    ['classes keep their own order', 'class=overdue,on_time', 'class=on_time%2Coverdue'],
    ['statuses keep their own order', 'status=rejected,received', 'status=received%2Crejected'],
    ['areas sort by set, then code', 'area=b:1,a-1:2,a:9', 'area=a%3A9%2Ca-1%3A2%2Cb%3A1'],
    [
      'parameters are in alphabetical order',
      'to=2026-11-01&from=2026-10-01&category=a',
      'category=a&from=2026-10-01&to=2026-11-01',
    ],
    ['the view as then is the default', 'agencies=as_then', ''],
    ['the view as now is kept', 'agencies=as_now', 'agencies=as_now'],
    [
      'a time may carry a zone',
      'as_of=2026-10-01T00:00:00%2B07:00',
      'as_of=2026-10-01T00%3A00%3A00%2B07%3A00',
    ],
  ])('%s', (_, query, want) => {
    expect(key(query)).toBe(want);
  });

  it.each([
    ['an unknown class', 'class=finished'],
    ['a code with a space inside', 'category=a%20b'],
    ['a code that is too long', `category=${'a'.repeat(65)}`],
    ['an area without its set', 'area=26740'],
    ['an area with too many parts', 'area=a:b:c'],
    ['a day that is none', 'from=yesterday'],
    ['a month that is none', 'from=2026-13-01'],
  ])('leaves out %s', (_, query) => {
    expect(key(query)).toBe('');
  });

  it('drops the end of a window that would be empty', () => {
    expect(newFilter({ from: '2026-11-01', to: '2026-11-01' }).to).toBeUndefined();
    expect(newFilter({ from: '2026-11-01', to: '2026-11-02' }).to).toBe('2026-11-02');
    const noon = '2026-11-01T12:00:00+07:00';
    expect(newFilter({ from: noon, to: noon }).to).toBeUndefined();
    expect(newFilter({ from: noon, to: '2026-11-01' }).to).toBeUndefined();
  });

  it('keeps a window within a day', () => {
    const early = '2026-11-01T03:00:00+07:00'; // the day before, in UTC
    expect(newFilter({ from: '2026-11-01', to: early }).to).toBe(early);
    expect(newFilter({ from: early, to: '2026-11-02' }).to).toBe('2026-11-02');
  });

  it('is the same after its key is read again', () => {
    const query = 'from=2026-10-01&category=b,a&class=late,open&area=hcmc-2025-07:26740&quality=none,point';
    expect(key(key(query))).toBe(key(query));
  });

  it('counts what narrows besides time', () => {
    expect(countSet(parseFilter(new URLSearchParams('from=2026-10-01')))).toBe(0);
    expect(countSet(parseFilter(new URLSearchParams('category=a,b&class=late')))).toBe(2);
    expect(countSet(parseFilter(new URLSearchParams('as_of=2026-10-01&agencies=as_now')))).toBe(2);
  });

  it('names each of its parameters once', () => {
    expect(new Set(FILTER_PARAMETERS).size).toBe(12);
  });
});

describe('toggled', () => {
  it('adds what is missing and takes out what is there', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});
