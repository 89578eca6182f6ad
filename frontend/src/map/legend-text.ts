import type { Measure } from '../api/vocabulary';
import type { Locale } from '../app';
import { type JudgingMeasure, LEAST_JUDGED } from '../state/judge';
import type { LegendClass } from './scale';

/** classText is the range of a class in words: counts by whole numbers, others by their bounds. */
export function classText({ from, to }: LegendClass, m: Measure, { t, format }: Locale): string {
  if (from === undefined && to === undefined) return t('legend.alike');
  if (to === undefined) {
    // Shares end at one: "95 – 100 %", not "95 % and more".
    if (SHARES.includes(m) && from !== undefined && from <= 1) {
      return from === 1
        ? format.measure(m, 1)
        : t('legend.between', { a: format.measure(m, from), b: format.measure(m, 1) });
    }
    return t('legend.from', { n: format.measure(m, from) });
  }
  if (m === 'n') {
    // Whole numbers: a class ends one below the next.
    const first = from ?? 1;
    const last = to - 1;
    return last <= first
      ? format.measure(m, first)
      : t('legend.between', { a: format.measure(m, first), b: format.measure(m, last) });
  }
  if (from === undefined) return t('legend.upTo', { n: format.measure(m, to) });
  return t('legend.between', { a: format.measure(m, from), b: format.measure(m, to) });
}

/** Measures that are parts of one. */
const SHARES: readonly Measure[] = ['on_time_rate', 'overdue_share'];

/** shortText is where a class begins: enough where there is no room for more. */
export function shortText({ from, to }: LegendClass, m: Measure, { t, format }: Locale): string {
  if (from === undefined) return to === undefined ? t('legend.alike') : `< ${format.measure(m, to)}`;
  return `${format.measure(m, from)}${to === undefined ? '+' : ''}`;
}

/** fewText says which cases are too few to judge anybody by. */
export function fewText(measure: JudgingMeasure, { t, format }: Locale): string {
  return t(`legend.few.${measure}`, { n: format.count(LEAST_JUDGED) });
}

/** changeText is the range of a class of change in words: −119 to −20, or about the same. */
export function changeText({ from, to }: LegendClass, { t, format }: Locale): string {
  const last = to === undefined ? undefined : to - 1;
  if (from === undefined && last === undefined) return t('change.still');
  if (from === undefined) return t('change.upTo', { n: format.signed(last ?? 0) });
  if (last === undefined) return t('legend.from', { n: format.signed(from) });
  if (from <= 0 && last >= 0)
    return last === 0 ? t('change.still') : t('change.same', { n: format.count(last) });
  const near = Math.abs(from) < Math.abs(last) ? from : last;
  const far = near === from ? last : from;
  return from === last
    ? format.signed(from)
    : t('change.between', { a: format.signed(near), b: format.signed(far) });
}

/** changeShort is the smallest change of a class, with its sign. */
export function changeShort({ from, to }: LegendClass, { format }: Locale): string {
  if (to !== undefined && to <= 0) return format.signed(to - 1);
  return from !== undefined && from > 0 ? format.signed(from) : '≈';
}
