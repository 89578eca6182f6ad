import type { Area } from '../api/vocabulary';

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** How many times the typical distance from the middle is shown to each side. */
const SPREAD = 1.9;
/** A view this small in degrees, about two kilometres, would be a street, not a city. */
const LEAST = 0.02;

/**
 * heartOf is where most complaints are: around the middle of the areas, each as
 * heavy as its complaints. Medians, not means, so that a busy town far off does
 * not pull the view into the empty land between. Without complaints, or when
 * they are spread as wide as the city, it is the whole city.
 */
export function heartOf(areas: readonly Area[], city: Bounds): Bounds {
  const weighed = areas.map(a => ({ at: a.label, weight: a.measures?.n ?? 0 })).filter(a => a.weight > 0);
  if (weighed.length === 0) return city;
  const side = (axis: 0 | 1): [middle: number, reach: number] => {
    const on = (a: (typeof weighed)[number]) => a.at[axis] ?? 0;
    const middle = weightedMedian(weighed.map(a => [on(a), a.weight]));
    const distance = weightedMedian(weighed.map(a => [Math.abs(on(a) - middle), a.weight]));
    return [middle, Math.max(SPREAD * distance, LEAST / 2)];
  };
  const [lng, width] = side(0);
  const [lat, height] = side(1);
  return [
    Math.max(lng - width, city[0]),
    Math.max(lat - height, city[1]),
    Math.min(lng + width, city[2]),
    Math.min(lat + height, city[3]),
  ];
}

function weightedMedian(values: [value: number, weight: number][]): number {
  const sorted = [...values].sort(([a], [b]) => a - b);
  const half = sorted.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  let seen = 0;
  for (const [value, weight] of sorted) {
    seen += weight;
    if (seen >= half) return value;
  }
  return 0;
}
