import type { Measure } from '../api/vocabulary';
import type { Theme } from '../state/view';

/**
 * Ramps of seven colours from little to much, each ordered in grey too. Counts
 * are warm, rates cold, times violet, so that nobody takes one for another. On
 * the light ground they follow ColorBrewer (YlOrBr, PuBuGn, BuPu) without its
 * palest steps, which vanish on paper; on the dark ground much is bright.
 */
const RAMPS: Record<'count' | 'rate' | 'time', Record<Theme, readonly string[]>> = {
  count: {
    light: ['#fff3bd', '#fee08a', '#fdc04a', '#fa982b', '#e56910', '#b94203', '#742203'],
    dark: ['#45115f', '#6d1a6d', '#98276a', '#c53c53', '#e9672f', '#f9a31a', '#fbe37a'],
  },
  rate: {
    light: ['#e0dfee', '#c3cde3', '#94b8d8', '#5aa0c6', '#2a86b3', '#027a7b', '#01574a'],
    dark: ['#1b2f4b', '#1f4769', '#1f6484', '#238497', '#3fa69f', '#7cc9a8', '#cdeec0'],
  },
  time: {
    light: ['#dbe6ef', '#bfd0e4', '#a3b4d6', '#9190c2', '#8a68ae', '#843f97', '#5d0d62'],
    dark: ['#2a2547', '#413366', '#5b4384', '#7a579f', '#9c70b6', '#c094cb', '#e9c8e6'],
  },
};

const FAMILIES: Record<Measure, keyof typeof RAMPS> = {
  n: 'count',
  per_km2: 'count',
  per_1000: 'count',
  overdue_share: 'rate',
  on_time_rate: 'rate',
  median_s: 'time',
};

/** The measures of which little is what wants looking at: it gets the colours that catch the eye. */
const LITTLE_IS_BAD: readonly Measure[] = ['on_time_rate'];

/** ramp is a number of colours from little to much of a measure, evenly spread over its whole ramp. */
export function ramp(measure: Measure, theme: Theme, colours: number): string[] {
  const own = RAMPS[FAMILIES[measure]][theme];
  const stops = LITTLE_IS_BAD.includes(measure) ? own.toReversed() : own;
  if (colours <= 1) return [at(stops, 0.5)];
  return Array.from({ length: colours }, (_, i) => at(stops, i / (colours - 1)));
}

/**
 * Change runs from violet (fewer) over grey (about the same) to orange (more),
 * after ColorBrewer's PuOr, which colour-blind eyes tell apart. Both arms are as
 * far from the middle in lightness at each step, so that none looks like more.
 * On the dark ground the middle is dark and much change is bright.
 */
const CHANGE: Record<Theme, { fewer: Arm; same: string; more: Arm }> = {
  light: {
    fewer: ['#dbdaf0', '#a99fd2', '#603a9c'],
    same: '#ebebe8',
    more: ['#fdd9a8', '#eb9436', '#a04a00'],
  },
  dark: {
    fewer: ['#574a8a', '#8778c6', '#c8bcff'],
    same: '#333b43',
    more: ['#7d4e1f', '#c67a25', '#ffbe69'],
  },
};

/** The steps of one direction, from little to much. */
type Arm = readonly [string, string, string];

/** The steps that are told apart in one direction. */
export const CHANGE_STEPS = 3;

/** changeRamp is 2 × steps + 1 colours, from much fewer over about the same to much more. Few steps use the outer colours. */
export function changeRamp(theme: Theme, steps: number): string[] {
  const { fewer, same, more } = CHANGE[theme];
  const from = CHANGE_STEPS - Math.min(steps, CHANGE_STEPS);
  return [...fewer.slice(from).reverse(), same, ...more.slice(from)];
}

/** The colour at a share of the way along the stops, between its two neighbours. */
function at(stops: readonly string[], share: number): string {
  const place = share * (stops.length - 1);
  const below = Math.floor(place);
  const from = channels(stops[below]);
  const to = channels(stops[Math.min(below + 1, stops.length - 1)]);
  const mixed = from.map((c, i) => Math.round(c + ((to[i] ?? c) - c) * (place - below)));
  return `#${mixed.map(c => c.toString(16).padStart(2, '0')).join('')}`;
}

function channels(hex = '#000000'): number[] {
  return [1, 3, 5].map(i => Number.parseInt(hex.slice(i, i + 2), 16));
}
