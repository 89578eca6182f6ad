import { type Day, dayAt } from './days';
import { instantOfWall, offsetAt, wallAt } from './zone';

/** A moment as a filter names it: a day, which is its start in the city, or RFC 3339. */
export type Moment = string;

const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;

/** instantOf is a moment in milliseconds since 1970. */
export function instantOf(moment: Moment, timeZone: string): number {
  return isDay(moment) ? instantOfWall(Date.parse(`${moment}T00:00:00Z`), timeZone) : Date.parse(moment);
}

/** momentAt names an instant: by the day that begins with it, else by RFC 3339 with the city's offset. */
export function momentAt(instant: number, timeZone: string): Moment {
  const offset = offsetAt(instant, timeZone);
  const text = new Date(instant + offset).toISOString();
  const day = text.slice(0, 10);
  return instantOf(day, timeZone) === instant ? day : `${text.slice(0, 19)}${offsetText(offset)}`;
}

/**
 * placeOf is where a moment stands on a calendar of the city: days since 1970,
 * noon a half. Every day is one long there, those with a change of clocks, too.
 */
export function placeOf(moment: Moment, timeZone: string): number {
  if (isDay(moment)) return Date.parse(`${moment}T00:00:00Z`) / MS_PER_DAY;
  return wallAt(Date.parse(moment), timeZone) / MS_PER_DAY;
}

/** momentAtPlace is the moment at a place of the calendar, to the minute. */
export function momentAtPlace(place: number, timeZone: string): Moment {
  const wall = Math.round((place * MS_PER_DAY) / MS_PER_MINUTE) * MS_PER_MINUTE;
  return wall % MS_PER_DAY === 0
    ? dayAt(wall / MS_PER_DAY)
    : momentAt(instantOfWall(wall, timeZone), timeZone);
}

/** dayOfMoment is the day of the city in which a moment lies. */
export function dayOfMoment(moment: Moment, timeZone: string): Day {
  return dayAt(Math.floor(placeOf(moment, timeZone)));
}

/** timeOfDay is the time by the city's clock, such as 12:00; empty at the start of a day. */
export function timeOfDay(moment: Moment, timeZone: string): string {
  const wall = wallAt(instantOf(moment, timeZone), timeZone);
  return wall % MS_PER_DAY === 0 ? '' : new Date(wall).toISOString().slice(11, 16);
}

function isDay(moment: Moment): boolean {
  return moment.length === 10;
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / MS_PER_MINUTE);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
