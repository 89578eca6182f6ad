import type { Stats } from '../api/vocabulary';
import type { Locale } from '../app';
import type { Step } from '../charts/course';
import { addDays, type Day, dayNumber } from '../state/days';
import { dayOfMoment, type Moment, timeOfDay } from '../state/moments';
import { type Bucket, bucketStart, nextBucket } from '../state/periods';

/** The days from the first to before the last. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

/** spanOf is the window in days, where it is open on a side as far as there are counts. */
export function spanOf(
  window: { from?: string | undefined; to?: string | undefined },
  stats: Stats | undefined,
  timeZone: string,
): Span | null {
  const starts = (stats?.rows ?? [])
    .flatMap(row => row.key[0] ?? [])
    .map(bucketStart)
    .sort();
  const first = window.from ? dayOfMoment(window.from, timeZone) : starts[0];
  const lastStart = starts.at(-1);
  const to = window.to ? afterDay(window.to, timeZone) : lastStart && addDays(lastStart, 1);
  return first && to && first < to ? { from: first, to } : null;
}

/**
 * countsOf is a count for each bucket of a span, zero where there is none, so that a
 * curve does not bridge a gap. The first bucket may have begun before the span.
 */
export function countsOf(stats: Stats | undefined, span: Span, bucket: Bucket): { start: Day; n: number }[] {
  const counts = new Map((stats?.rows ?? []).map(row => [bucketStart(row.key[0] ?? ''), row.measures.n]));
  const buckets: { start: Day; n: number }[] = [];
  for (let start = bucketOf(span.from, bucket); start < span.to; start = nextBucket(start, bucket)) {
    buckets.push({ start, n: counts.get(start) ?? 0 });
  }
  return buckets;
}

/** stepsOf are the steps of the curve; days stand beside those of the compared window, in order. */
export function stepsOf(
  now: readonly { start: Day; n: number }[],
  before: readonly { start: Day; n: number }[],
  bucket: Bucket,
  { t, format }: Locale,
): Step[] {
  const name = (start: Day) => {
    if (bucket === 'week') return t('chart.week', { day: format.day(start) });
    return bucket === 'month' ? format.day(start).slice(3) : format.day(start);
  };
  return now.map(({ start, n }, i) => {
    const then = before[i];
    const tick = bucket === 'month' ? name(start) : format.day(start).slice(0, 5);
    return { tick, name: name(start), n, before: then && { name: name(then.start), n: then.n } };
  });
}

/** The first day of the bucket that holds a day: weeks begin on Monday. */
function bucketOf(day: Day, bucket: Bucket): Day {
  if (bucket === 'month') return `${day.slice(0, 8)}01`;
  // Day 0 of dayNumber, 1 January 1970, was a Thursday.
  return bucket === 'week' ? addDays(day, -((dayNumber(day) + 3) % 7)) : day;
}

/** The first day after a window: midnight ends the day before. */
function afterDay(to: Moment, timeZone: string): Day {
  return timeOfDay(to, timeZone) ? addDays(dayOfMoment(to, timeZone), 1) : dayOfMoment(to, timeZone);
}
