import type { Locale } from '../app';
import type { Before } from './figures';

/** A figure of two windows. */
export interface Pair {
  readonly now: number | undefined;
  readonly before: number | undefined;
}

/** How a figure has changed, in words; whether for the better, where that can be said at all. */
export interface Change {
  readonly text: string;
  readonly better: boolean | undefined;
}

/** Which way of a figure is the better one; more complaints are neither good nor bad by themselves. */
export type Wanted = 'more' | 'less' | undefined;

/** Below this a rate counts as unchanged: it would be written as 0,0. */
const SMALLEST_POINTS = 0.0005;

/** countChange is the change of a count as a share of what it was; undefined for something against nothing. */
export function countChange({ now, before }: Pair, { t, format }: Locale): Change | undefined {
  if (now === undefined || before === undefined) return undefined;
  if (now === before) return same(t('change.none'));
  if (before === 0) return undefined;
  return change((now - before) / before, format.percent, undefined);
}

/** rateChange is the difference of two shares in points of a percent. */
export function rateChange(pair: Pair, wanted: Wanted, { t, format }: Locale): Change | undefined {
  const difference = differenceOf(pair);
  if (difference === undefined) return undefined;
  if (Math.abs(difference) < SMALLEST_POINTS) return same(t('change.none'));
  return change(
    difference,
    points => t('change.points', { n: format.decimal(Math.round(points * 1000) / 10) }),
    wanted,
  );
}

/** timeChange is the difference of two times of handling; shorter is better. */
export function timeChange(pair: Pair, { t, format }: Locale): Change | undefined {
  const difference = differenceOf(pair);
  if (difference === undefined) return undefined;
  if (Math.abs(difference) < 30) return same(t('change.none'));
  return change(difference, format.duration, 'less');
}

/** beforeText says a figure of the compared window, which window that is, and up to when it counts. */
export function beforeText(figure: string, { from, to, as_of }: Before, { t, format }: Locale): string {
  const about = { n: figure, period: format.days(from, to) };
  if (Date.parse(as_of) >= Date.parse(to)) return t('compare.before', about);
  return t('compare.before.until', { ...about, time: format.moment(as_of) });
}

function differenceOf({ now, before }: Pair): number | undefined {
  return now === undefined || before === undefined ? undefined : now - before;
}

function same(text: string): Change {
  return { text, better: undefined };
}

/** A sign of the direction, which is read aloud as well, then how much. */
function change(amount: number, format: (n: number) => string, wanted: Wanted): Change {
  const up = amount > 0;
  const text = `${up ? '▲' : '▼'}\u00a0${format(Math.abs(amount))}`;
  return { text, better: wanted && up === (wanted === 'more') };
}
