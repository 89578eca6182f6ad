import { type Day, dayAt, dayNumber } from './days';

/**
 * What a person has typed into a field for a date: nothing, a day with perhaps a
 * time of it (12:00), or something else. `form` is no date at all, `calendar` one that no calendar has.
 */
export type Entry =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'day'; readonly day: Day; readonly minutes: number | undefined }
  | { readonly kind: 'fault'; readonly fault: 'form' | 'calendar' };

/** 22/11/2026, 22-11-26, 22.11, each with a time behind it or not. */
const WRITTEN = /^(\d{1,2})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{4}|\d{2}))?(?:[\s,]+(.+))?$/;
/** 22112026 */
const CLOSE = /^(\d{2})(\d{2})(\d{4})$/;
/** 2026-11-22 */
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(.+))?$/;
/** 12:00, 12h, 12h30 */
const TIME = /^(\d{1,2})(?::|h)(\d{2})?$/i;

/** readEntry reads a date as it is written here, day first; without a year it is one in the year of `near`. */
export function readEntry(text: string, near: Day): Entry {
  const typed = text.trim();
  if (typed === '') return { kind: 'nothing' };
  const iso = ISO.exec(typed);
  if (iso) return entryOf(iso[3], iso[2], iso[1], iso[4]);
  const written = CLOSE.exec(typed) ?? WRITTEN.exec(typed);
  if (!written) return { kind: 'fault', fault: 'form' };
  const [, date, month, year = near.slice(0, 4), time] = written;
  return entryOf(date, month, year.length === 2 ? `20${year}` : year, time);
}

function entryOf(
  date: string | undefined,
  month: string | undefined,
  year: string | undefined,
  time: string | undefined,
): Entry {
  const minutes = time === undefined ? undefined : minutesOf(time);
  if (minutes === null) return { kind: 'fault', fault: 'form' };
  const day = `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`;
  // What no calendar has is either no number, or the day of another month.
  const exists = Number.isFinite(dayNumber(day)) && dayAt(dayNumber(day)) === day;
  return exists ? { kind: 'day', day, minutes } : { kind: 'fault', fault: 'calendar' };
}

/** Minutes since midnight; null when it is no time of day. */
function minutesOf(time: string): number | null {
  const found = TIME.exec(time.trim());
  const minutes = found ? Number(found[1]) * 60 + Number(found[2] ?? 0) : NaN;
  return minutes < 1440 && Number(found?.[2] ?? 0) < 60 ? minutes : null;
}
