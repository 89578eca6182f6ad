/** wallAt is what the city's clock and calendar show at an instant, as milliseconds as if it were in UTC. */
export function wallAt(instant: number, timeZone: string): number {
  return instant + offsetAt(instant, timeZone);
}

/**
 * instantOfWall is the instant at which the city's clock shows a time. A time
 * that a change of clocks leaves out or has twice is read as the service reads
 * it (Go's time.Date).
 */
export function instantOfWall(wall: number, timeZone: string): number {
  return wall - offsetAt(wall - offsetAt(wall, timeZone), timeZone);
}

/** Making a formatter takes longer than all else here: one a zone is kept. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** No zone changes its clocks but at a quarter of an hour. */
const QUARTER = 900_000;
/** More than a drag over years asks for. */
const MOST_KNOWN = 10_000;
const known = new Map<string, Map<number, number>>();

/** offsetAt is how far the city's clock is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: number, timeZone: string): number {
  let offsets = known.get(timeZone);
  if (!offsets || offsets.size > MOST_KNOWN) {
    offsets = new Map();
    known.set(timeZone, offsets);
  }
  const quarter = Math.floor(instant / QUARTER);
  let offset = offsets.get(quarter);
  if (offset === undefined) {
    offset = workOutOffset(quarter * QUARTER, timeZone);
    offsets.set(quarter, offset);
  }
  return offset;
}

function workOutOffset(instant: number, timeZone: string): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of clockOf(timeZone).formatToParts(instant)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}
