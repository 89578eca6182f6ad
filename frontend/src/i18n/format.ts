import type { Measure } from '../api/vocabulary';
import { addDays, type Day, dayOf } from '../state/days';
import { dayOfMoment, type Moment, timeOfDay } from '../state/moments';
import { lengthInDays, type Period } from '../state/periods';
import type { Language, Translate } from './index';

const LOCALES: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };
const MINUS = '\u2212';
const NO_BREAK_SPACE = '\u00a0';
/** Fewer than one complaint in a hundred square kilometres, or of a hundred thousand residents, says nothing more. */
const LEAST_DENSITY = 0.01;

/** Writes numbers, times and measures as a language does; times in the city's zone. */
export interface Format {
  count(n: number): string;
  /** A whole number with its sign: +120, −8, 0. */
  signed(n: number): string;
  /** A number with at most one decimal, none from a hundred on, two significant digits when small. */
  decimal(n: number): string;
  /** A density: like a decimal, but what is next to nothing is not written out. */
  density(n: number): string;
  /** A share of one as a percentage. */
  percent(share: number): string;
  /** A change against a base, with a sign in words of typography: ▲ 8,2 %. */
  change(now: number, before: number): string | undefined;
  duration(seconds: number): string;
  surface(km2: number): string;
  /** A distance that is known roughly: tens of metres, then kilometres. */
  distance(metres: number): string;
  /** 22/11/2026 */
  day(day: Day): string;
  /** Where a window begins: 22/11/2026, and 22/11/2026 12:00 when that is within a day. */
  since(from: Moment): string;
  /** Where a half-open window ends: its last day, and the time when that is within a day. */
  until(to: Moment): string;
  /** A half-open window, written with its last day. */
  days(from: Moment, to: Moment): string;
  /** A window with its length, or what there is of it, in words. */
  period(window: Partial<Period>): string;
  /** A length of days: 1 day, 30 days, 28.5 days. */
  length(days: number): string;
  moment(rfc3339: string): string;
  /** The time of day, with the date before it when that is not today. */
  clock(rfc3339: string, now: Date): string;
  measure(measure: Measure, value: number | undefined): string;
}

/** createFormat writes for a language and a city. */
export function createFormat(language: Language, timeZone: string, t: Translate): Format {
  const locale = LOCALES[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const two = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  const percents = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  // A day is a calendar day already: formatted as UTC it stays the same day.
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  const clock = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' });

  const decimal = (n: number) => (Math.abs(n) < 1 ? two : Math.abs(n) < 100 ? one : whole).format(n);
  const density = (n: number) => (n > 0 && n < LEAST_DENSITY ? `< ${two.format(LEAST_DENSITY)}` : decimal(n));
  const sign = `${language === 'vi' ? NO_BREAK_SPACE : ''}%`;
  const percent = (share: number) => {
    // Rounded to nothing is not nothing.
    const tiny = share > 0 && share < 0.0005;
    return `${tiny ? '< ' : ''}${percents.format(tiny ? 0.1 : share * 100)}${sign}`;
  };
  const day = (d: Day) => date.format(new Date(`${d.slice(0, 10)}T00:00:00Z`));
  // One order for all: the day as everywhere on the page, then the time.
  const moment = (time: string) => {
    const at = new Date(time);
    return `${day(dayOf(at, timeZone))} ${clock.format(at)}`;
  };
  const atTime = (moment: Moment, time: string) => `${day(dayOfMoment(moment, timeZone))} ${time}`;
  const since = (from: Moment) => atTime(from, timeOfDay(from, timeZone)).trimEnd();
  const until = (to: Moment) => {
    const time = timeOfDay(to, timeZone);
    return time ? atTime(to, time) : day(addDays(dayOfMoment(to, timeZone), -1));
  };
  // A single day is named once.
  const days = (from: Moment, to: Moment) =>
    since(from) === until(to) ? since(from) : `${since(from)} – ${until(to)}`;
  const length = (days: number) => t(days === 1 ? 'time.days.one' : 'time.days', { n: decimal(days) });
  const duration = (seconds: number) => {
    if (seconds < 3600) return t('duration.minutes', { n: whole.format(seconds / 60) });
    if (seconds < 86_400) return t('duration.hours', { n: one.format(seconds / 3600) });
    return t('duration.days', { n: decimal(seconds / 86_400) });
  };
  return {
    count: n => whole.format(n),
    signed: n => (n === 0 ? '' : n < 0 ? MINUS : '+') + whole.format(Math.abs(n)),
    decimal,
    density,
    percent,
    change: (now, before) => {
      if (before === 0) return undefined;
      const change = (now - before) / before;
      if (now === before) return `= ${percent(0)}`;
      return `${change > 0 ? '▲' : '▼'}${NO_BREAK_SPACE}${percent(Math.abs(change))}`;
    },
    duration,
    distance: metres => {
      const near = metres < 995;
      const n = near ? whole.format(Math.max(10, Math.round(metres / 10) * 10)) : decimal(metres / 1000);
      return n + NO_BREAK_SPACE + t(near ? 'unit.m' : 'unit.km');
    },
    surface: km2 => decimal(km2) + NO_BREAK_SPACE + t('unit.km2'),
    day,
    since,
    until,
    days,
    period: ({ from, to }) => {
      const long = lengthInDays({ from, to }, timeZone);
      if (from && to && long !== undefined) return `${days(from, to)} · ${length(long)}`;
      if (from) return t('time.since', { from: since(from) });
      if (to) return t(timeOfDay(to, timeZone) ? 'time.untilTime' : 'time.until', { to: until(to) });
      return t('time.all');
    },
    length,
    moment,
    clock: (time, now) => {
      const isToday = dayOf(new Date(time), timeZone) === dayOf(now, timeZone);
      return isToday ? clock.format(new Date(time)) : moment(time);
    },
    measure: (measure, value) => {
      if (value === undefined) return '–';
      switch (measure) {
        case 'n':
          return whole.format(value);
        case 'per_km2':
        case 'per_1000':
          return decimal(value);
        case 'overdue_share':
        case 'on_time_rate':
          return percent(value);
        case 'median_s':
          return duration(value);
      }
    },
  };
}
