import { describe, expect, it } from 'vitest';
import { groundOfAll, withDensity } from './figures';

const counts = {
  n: 30,
  on_time: 30,
  late: 0,
  open: 0,
  overdue: 0,
  undated_open: 0,
  undated_closed: 0,
  reopened: 0,
};

describe('density', () => {
  it('is reckoned from the counts, in the place of what an answer says of another ground', () => {
    const m = withDensity({ ...counts, per_1000: 99, per_km2: 99 }, { population: 12_000, km2: 1.5 });
    expect(m.per_1000).toBe(2.5);
    expect(m.per_km2).toBe(20);
  });

  it('is absent where residents or surface are not known', () => {
    const m = withDensity(counts, { population: undefined, km2: 0 });
    expect(m).toEqual(counts);
  });

  it('of the whole city needs every area’s figure', () => {
    const areas = [
      { population: 100, area_km2: 2 },
      { population: 50, area_km2: 3 },
    ];
    expect(groundOfAll(areas)).toEqual({ population: 150, km2: 5 });
    expect(groundOfAll([...areas, { area_km2: 1 }])).toEqual({ population: undefined, km2: 6 });
    expect(groundOfAll([])).toEqual({ population: undefined, km2: undefined });
  });
});
