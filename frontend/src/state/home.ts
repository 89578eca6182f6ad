import type { Area } from '../api/vocabulary';

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** How many times the typical distance from the middle is shown to each side. */
const SPREAD = 1.9;
/** A view this small in degrees, about two kilometres, would be a street, not a city. */
const LEAST = 0.02;

/** Which part of the complaints may lie beyond each edge of their reach. */
const BEYOND = 0.01;

/**
 * reachOf is where nearly all complaints are: the areas that hold them, but for the outermost on each
 * side, so that an island with a handful does not make a far sea of the view.
 */
export function reachOf(areas: readonly Area[], city: Bounds): Bounds {
  const weighed = areas.map(a => ({ ...a, weight: a.measures?.n ?? 0 })).filter(a => a.weight > 0);
  if (weighed.length === 0) return city;
  const range = (axis: 0 | 1): [low: number, high: number] => {
    const on = weighed.map(a => [a.label[axis] ?? 0, a.weight] as [number, number]);
    return [weightedQuantile(on, BEYOND), weightedQuantile(on, 1 - BEYOND)];
  };
  const [west, east] = range(0);
  const [south, north] = range(1);
  const held = weighed.filter(
    ({ label: [x = 0, y = 0] }) => x >= west && x <= east && y >= south && y <= north,
  );
  if (held.length === 0) return [west, south, east, north];
  return unionOf(held.map(a => a.bounds as unknown as Bounds));
}

/** unionOf is what holds all of some bounds. */
export function unionOf(all: readonly Bounds[]): Bounds {
  const edge = (i: 0 | 1 | 2 | 3, of: (...values: number[]) => number) => of(...all.map(b => b[i]));
  return [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
}

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
  return weightedQuantile(values, 0.5);
}

/** The value that this part of all weight does not exceed. */
function weightedQuantile(values: readonly [value: number, weight: number][], part: number): number {
  const sorted = [...values].sort(([a], [b]) => a - b);
  const until = sorted.reduce((sum, [, weight]) => sum + weight, 0) * part;
  let seen = 0;
  for (const [value, weight] of sorted) {
    seen += weight;
    if (seen >= until) return value;
  }
  return 0;
}
