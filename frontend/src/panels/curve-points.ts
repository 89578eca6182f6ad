import type { Stats } from '../api/vocabulary';
import type { Point } from '../charts/curve';
import { dayNumber } from '../state/days';
import { type Bucket, bucketStart, nextBucket } from '../state/periods';

const MS_PER_DAY = 86_400_000;
/** Three days to each side, and the day itself: every weekday once. */
const HALF_WEEK = 3;
/** Below three weeks every day is seen by itself, and a mean would only hide it. */
const FEW_DAYS = 21;

/**
 * pointsOf are the buckets in order, those without a complaint as zero, so that the
 * curve does not bridge a gap. Days go up and down with the week: many of them have their mean.
 */
export function pointsOf(stats: Stats | undefined, bucket: Bucket): Point[] {
  const counts = new Map<string, { n: number; overdue: number }>();
  for (const { key, measures } of stats?.rows ?? []) if (key[0]) counts.set(bucketStart(key[0]), measures);
  const starts = [...counts.keys()].sort();
  const last = starts.at(-1) ?? '';
  const points: Omit<Point, 'mean'>[] = [];
  for (let start = starts[0]; start !== undefined && start <= last; start = nextBucket(start, bucket)) {
    const { n = 0, overdue = 0 } = counts.get(start) ?? {};
    points.push({ at: dayNumber(start) * MS_PER_DAY, n, overdue });
  }
  const hasMean = bucket === 'day' && points.length >= FEW_DAYS;
  const means = hasMean ? meansOf(points.map(point => point.n)) : [];
  return points.map((point, i) => ({ ...point, mean: means[i] }));
}

/** meansOf gives each value's mean with the three before and after it, as far as there are any. */
export function meansOf(values: readonly number[]): number[] {
  let sum = 0;
  const sums = [0, ...values.map(value => (sum += value))];
  return values.map((_, i) => {
    const from = Math.max(i - HALF_WEEK, 0);
    const to = Math.min(i + HALF_WEEK + 1, values.length);
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
}
