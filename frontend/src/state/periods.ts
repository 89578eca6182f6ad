import { addDays, addMonths, type Day, dayNumber } from './days';
import type { Filter } from './filter';

/** A window of whole days, half-open as the service's own. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** The windows offered by name. `term` is the city's reporting term, from a 25th to the next. */
export const PRESETS = ['7d', '30d', '90d', 'term', '12m', 'all'] as const;
export type Preset = (typeof PRESETS)[number];

/**
 * presetPeriod is the window of a preset whose last day is the day before
 * `end`; undefined means no window at all. The term is the last complete one.
 */
export function presetPeriod(preset: Preset, end: Day): Period | undefined {
  switch (preset) {
    case '7d':
      return { from: addDays(end, -7), to: end };
    case '30d':
      return { from: addDays(end, -30), to: end };
    case '90d':
      return { from: addDays(end, -90), to: end };
    case '12m':
      return { from: addMonths(end, -12), to: end };
    case 'term': {
      const thisMonths25th = `${end.slice(0, 8)}25`;
      const to = thisMonths25th <= end ? thisMonths25th : addMonths(thisMonths25th, -1);
      return { from: addMonths(to, -1), to };
    }
    case 'all':
      return undefined;
  }
}

/** presetOf names the window of a filter; undefined when it is one of the reader's own. */
export function presetOf(f: Pick<Filter, 'from' | 'to'>, end: Day): Preset | undefined {
  return PRESETS.find(preset => {
    const period = presetPeriod(preset, end);
    return period?.from === f.from && period?.to === f.to;
  });
}

/** The length of a bucket of the curve over time. */
export type Bucket = 'day' | 'week' | 'month';

/** bucketFor keeps a curve between a few dozen and a few hundred points. */
export function bucketFor(days: number): Bucket {
  if (days <= 200) return 'day';
  return days <= 2200 ? 'week' : 'month';
}

/** The first day of a bucket, from its key in the service's answer. */
export function bucketStart(key: string): Day {
  return key.length === 7 ? `${key}-01` : key;
}

/** nextBucket is the first day of the bucket after the one that starts on `start`. */
export function nextBucket(start: Day, bucket: Bucket): Day {
  if (bucket === 'month') return addMonths(start, 1);
  return addDays(start, bucket === 'week' ? 7 : 1);
}

/** lengthInDays is the length of a window of time; undefined when it is open on a side. */
export function lengthInDays(f: Pick<Filter, 'from' | 'to'>): number | undefined {
  return f.from && f.to ? dayNumber(f.to) - dayNumber(f.from) : undefined;
}
