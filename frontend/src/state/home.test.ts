import { expect, it } from 'vitest';
import type { Area } from '../api/vocabulary';
import { type Bounds, heartOf, reachOf } from './home';

const city: Bounds = [106, 10, 108, 12];

function area(lng: number, lat: number, n: number): Area {
  const measures = {
    n,
    on_time: 0,
    late: 0,
    open: n,
    overdue: 0,
    undated_open: 0,
    undated_closed: 0,
    reopened: 0,
  };
  return {
    set: 's',
    level: 'ward',
    code: `${lng}`,
    name: '',
    name_en: '',
    label: [lng, lat],
    bounds: [lng, lat, lng, lat],
    approximate: true,
    measures,
  };
}

it('is around the middle of the complaints, whatever a busy place far off', () => {
  const near = [106.6, 106.65, 106.7, 106.75, 106.8].map(lng => area(lng, 10.8, 100));
  const [west, , east] = heartOf([...near, area(107.9, 10.4, 120)], city);
  expect(west).toBeGreaterThan(106.3);
  expect(east).toBeLessThan(107.2);
});

it('is the city when there is nothing, and never a street', () => {
  expect(heartOf([area(106.7, 10.8, 0)], city)).toEqual(city);
  const [west, south, east, north] = heartOf([area(106.7, 10.8, 5)], city);
  expect(east - west).toBeCloseTo(0.02);
  expect(north - south).toBeCloseTo(0.02);
});

it('reaches as far as the areas with complaints, but not to an island with a handful', () => {
  const towns = [106.5, 106.7, 107.3].map(lng => area(lng, 10.8, 100));
  expect(reachOf([...towns, area(107.9, 10.1, 2)], city)).toEqual([106.5, 10.8, 107.3, 10.8]);
  expect(reachOf([area(106.7, 10.8, 0)], city)).toEqual(city);
});
