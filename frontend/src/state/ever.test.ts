import { describe, expect, it } from 'vitest';
import { linkTo, readPlace } from './address';
import { everOverdue, everPlace } from './ever';
import { newFilter } from './filter';
import { aState } from './testing';

const WINDOW = { from: '2026-11-01', to: '2026-11-08' };

describe('what is overdue whenever it was received', () => {
  it('has the filter but for its window', () => {
    const filter = newFilter({ ...WINDOW, agencies: ['a'], classes: ['late', 'overdue'] });
    expect(everOverdue(filter)).toEqual(newFilter({ agencies: ['a'], classes: ['overdue'] }));
    expect(everOverdue(newFilter({ from: WINDOW.from }))).toEqual(newFilter({ classes: ['overdue'] }));
  });

  it('is no question without a window, nor where nothing overdue is wanted', () => {
    expect(everOverdue(newFilter({ agencies: ['a'] }))).toBeNull();
    expect(everOverdue(newFilter({ ...WINDOW, classes: ['late'] }))).toBeNull();
  });

  const linkAt = (search: string, path = '/') => {
    const place = everPlace(aState(readPlace(search, path)));
    return place && linkTo(place);
  };

  it.each([
    ['?from=2026-11-01&agency=a', '/', '/?agency=a&class=overdue&list=1'],
    ['?from=2026-11-01&sel=agency:a', '/', '/?agency=a&class=overdue&sel=agency:a&list=1'],
    ['?from=2026-11-01&sel=area:new:3', '/', '/?area=new:3&class=overdue&sel=area:new:3&list=1'],
    ['?from=2026-11-01', '/areas/new/7', '/areas/new/7?class=overdue&list=1'],
    ['?from=2026-11-01&sel=area:new:3', '/areas/new/7', '/areas/new/3?class=overdue&list=1'],
  ])('is listed for %s on %s at %s', (search, path, link) => {
    expect(linkAt(search, path)).toBe(link);
  });

  it('is not listed where it is no question', () => {
    expect(linkAt('?agency=a')).toBeNull();
  });
});
