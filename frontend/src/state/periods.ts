import type { Comparison } from '../api/vocabulary';
import { addDays, addMonths, type Day } from './days';
import type { Filter } from './filter';
import { instantOf, type Moment, momentAt, placeOf } from './moments';
import { instantOfWall, wallAt } from './zone';

const MS_PER_DAY = 86_400_000;

/** A window of time, half-open as the service's own. */
export interface Period {
  readonly from: Moment;
  readonly to: Moment;
}

/** What named windows count back from. */
export interface Clock {
  /** The first day after the data. */
  readonly end: Day;
  /** The present, in milliseconds since 1970. */
  readonly now: number;
  readonly timeZone: string;
}

/**
 * The windows offered by name. All reach to the end of the data, but `term`: the
 * city's last reporting term that is over. `running` is the one that is not.
 */
export const PRESETS = [
  'today',
  '7d',
  '30d',
  'month',
  'quarter',
  'year',
  'term',
  'running',
  '12m',
  'all',
] as const;
export type Preset = (typeof PRESETS)[number];

/** The city reports from noon of the 25th of a month to noon of the 25th of the next. */
const TERM = { day: '25', time: '12:00:00' } as const;

/** presetPeriod is the window of a preset; undefined means no window at all. */
export function presetPeriod(preset: Preset, clock: Clock): Period | undefined {
  const { end } = clock;
  const last = addDays(end, -1);
  switch (preset) {
    case 'today':
      return { from: last, to: end };
    case '7d':
      return { from: addDays(end, -7), to: end };
    case '30d':
      return { from: addDays(end, -30), to: end };
    case 'month':
      return { from: `${last.slice(0, 8)}01`, to: end };
    case 'quarter':
      return { from: startOfQuarter(last), to: end };
    case 'year':
      return { from: `${last.slice(0, 5)}01-01`, to: end };
    case 'term': {
      const over = endOfTerm(clock);
      return { from: termMoment(addMonths(over, -1), clock.timeZone), to: termMoment(over, clock.timeZone) };
    }
    case 'running':
      return { from: termMoment(endOfTerm(clock), clock.timeZone), to: end };
    case '12m':
      return { from: addMonths(end, -12), to: end };
    case 'all':
      return undefined;
  }
}

/**
 * presetOf names the window of a filter; undefined when it is one of the
 * reader's own. On some days two names mean the same days: then `wanted` is taken, if it is one of them.
 */
export function presetOf(f: Pick<Filter, 'from' | 'to'>, clock: Clock, wanted?: Preset): Preset | undefined {
  const names = presetsOf(f, clock);
  return names.find(name => name === wanted) ?? names[0];
}

/** presetsOf are all names of a filter's window, the one that may grow longest last. */
export function presetsOf(f: Pick<Filter, 'from' | 'to'>, clock: Clock): Preset[] {
  const same = (a: Moment | undefined, b: Moment | undefined) =>
    a && b ? instantOf(a, clock.timeZone) === instantOf(b, clock.timeZone) : a === b;
  return PRESETS.filter(preset => {
    const period = presetPeriod(preset, clock);
    return same(period?.from, f.from) && same(period?.to, f.to);
  });
}

function startOfQuarter(day: Day): Day {
  const month = Number(day.slice(5, 7));
  return addMonths(`${day.slice(0, 8)}01`, -((month - 1) % 3));
}

/** The day on which the last term ended that is over, of all that the data holds. */
function endOfTerm({ end, now, timeZone }: Clock): Day {
  const known = Math.min(now, instantOf(end, timeZone));
  const candidate = `${end.slice(0, 8)}${TERM.day}`;
  const isOver = instantOf(termMoment(candidate, timeZone), timeZone) <= known;
  return isOver ? candidate : addMonths(candidate, -1);
}

/** The moment of a day at which one term gives way to the next. */
function termMoment(day: Day, timeZone: string): Moment {
  return momentAt(instantOfWall(Date.parse(`${day}T${TERM.time}Z`), timeZone), timeZone);
}

/** The lengths of a bucket of the curve over time. */
export const BUCKETS = ['day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

/**
 * bucketFor is the finest bucket that a curve can show: on a wide screen a day is
 * still a pixel in five years or so, and a thousand and some points are light.
 */
export function bucketFor(days: number): Bucket {
  if (days <= 1900) return 'day';
  return days <= 12_000 ? 'week' : 'month';
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

/**
 * lengthInDays is the length of a window by the city's calendar: 28.5 when it
 * begins at noon. Undefined when it is open on a side.
 */
export function lengthInDays(f: Pick<Filter, 'from' | 'to'>, timeZone: string): number | undefined {
  return f.from && f.to ? placeOf(f.to, timeZone) - placeOf(f.from, timeZone) : undefined;
}

/**
 * comparedPeriod is the window that the service compares a filter's with
 * (heat.ComparePrevious, heat.CompareYear); undefined where it refuses to: without a
 * beginning or an end, or when a year before there is no such time.
 */
export function comparedPeriod(
  f: Pick<Filter, 'from' | 'to'>,
  mode: Comparison,
  timeZone: string,
): Period | undefined {
  if (!f.from || !f.to) return undefined;
  const from = instantOf(f.from, timeZone);
  const to = instantOf(f.to, timeZone);
  const [first, end] = mode === 'year' ? yearBefore(from, to, timeZone) : [from - (to - from), from];
  return first < end ? { from: momentAt(first, timeZone), to: momentAt(end, timeZone) } : undefined;
}

/** The service's present moves on in such steps (heat.AsOfStep). */
const STEP_MS = 5 * 60_000;

/**
 * comparedMoment is the moment at which the service judges the window `then` that a filter's is
 * compared with (heat.Comparison.Before): as long after its beginning as the filter's moment, or
 * the present, is after the filter's.
 */
export function comparedMoment(
  f: Pick<Filter, 'from' | 'asOf'>,
  then: Period,
  { now, timeZone }: Clock,
): Moment | undefined {
  if (!f.from) return undefined;
  const asOf = f.asOf ? instantOf(f.asOf, timeZone) : Math.floor(now / STEP_MS) * STEP_MS;
  return momentAt(asOf - instantOf(f.from, timeZone) + instantOf(then.from, timeZone), timeZone);
}

/** The same calendar days at the same times; of 29 February, the 28th. */
function yearBefore(from: number, to: number, timeZone: string): [from: number, to: number] {
  const wallTo = new Date(wallAt(to, timeZone));
  // A window that ends as 29 February begins has the 28th as its last day: all of it is meant.
  const whole = isLeapDay(wallTo) && wallTo.getTime() % MS_PER_DAY === 0;
  const first = wallYearBefore(new Date(wallAt(from, timeZone)));
  const end = wallYearBefore(wallTo) + (whole ? MS_PER_DAY : 0);
  return [instantOfWall(first, timeZone), instantOfWall(end, timeZone)];
}

function wallYearBefore(wall: Date): number {
  const then = new Date(wall);
  if (isLeapDay(wall)) then.setUTCDate(28);
  then.setUTCFullYear(wall.getUTCFullYear() - 1);
  return then.getTime();
}

function isLeapDay(wall: Date): boolean {
  return wall.getUTCMonth() === 1 && wall.getUTCDate() === 29;
}
