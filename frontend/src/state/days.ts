import { wallAt } from './zone';

/** A day in the city's calendar, as 2026-11-22. */
export type Day = string;

const MS_PER_DAY = 86_400_000;

/** dayOf is the day in a time zone at a moment. */
export function dayOf(moment: Date, timeZone: string): Day {
  return dayAt(Math.floor(wallAt(moment.getTime(), timeZone) / MS_PER_DAY));
}

/** dayNumber counts days; differences of it are whole days in any time zone. */
export function dayNumber(day: Day): number {
  return Math.round(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / MS_PER_DAY);
}

/** dayAt is the day with a number of dayNumber. */
export function dayAt(n: number): Day {
  return new Date(n * MS_PER_DAY).toISOString().slice(0, 10);
}

/** addDays moves a day; n may be negative. */
export function addDays(day: Day, n: number): Day {
  return dayAt(dayNumber(day) + n);
}

/** addMonths moves a day by whole months; the 31st becomes the month's last day. */
export function addMonths(day: Day, n: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + n, Math.min(date, last))).toISOString().slice(0, 10);
}
