import { describe, expect, it } from 'vitest';
import { dayOfMoment, instantOf, momentAt, momentAtPlace, placeOf, timeOfDay } from './moments';

const HCMC = 'Asia/Ho_Chi_Minh';
const NEW_YORK = 'America/New_York';
const SANTIAGO = 'America/Santiago';
const ZONES = [HCMC, NEW_YORK, SANTIAGO, 'Africa/Cairo', 'Asia/Kolkata'];

describe('the start of a day', () => {
  // As the service reads these days (time.ParseInLocation); clocks in Santiago and Cairo change at midnight.
  it.each([
    [HCMC, '2026-11-22', '2026-11-21T17:00:00Z'],
    [NEW_YORK, '2026-03-08', '2026-03-08T05:00:00Z'],
    [NEW_YORK, '2026-11-01', '2026-11-01T04:00:00Z'],
    [SANTIAGO, '2026-04-05', '2026-04-05T04:00:00Z'],
    [SANTIAGO, '2026-09-06', '2026-09-06T03:00:00Z'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'],
    ['Africa/Cairo', '2026-11-01', '2026-10-31T22:00:00Z'],
  ])('in %s on %s is %s', (zone, day, want) => {
    expect(new Date(instantOf(day, zone)).toISOString().replace('.000', '')).toBe(want);
    expect(instantOf(momentAt(Date.parse(want), zone), zone)).toBe(Date.parse(want));
  });
});

it('names an instant that begins a day by the day', () => {
  expect(momentAt(Date.parse('2026-11-21T17:00:00Z'), HCMC)).toBe('2026-11-22');
  expect(momentAt(Date.parse('2026-11-01T04:00:00Z'), NEW_YORK)).toBe('2026-11-01');
});

describe('a moment within a day', () => {
  it.each([
    [HCMC, '2026-10-25T12:00:00+07:00', '12:00'],
    [HCMC, '2026-10-25T05:00:00Z', '12:00'],
    [NEW_YORK, '2026-03-08T03:30:00-04:00', '03:30'],
    [HCMC, '2026-10-25', ''],
    [HCMC, '2026-10-24T17:00:00Z', ''],
  ])('in %s: %s shows %j', (zone, moment, want) => {
    expect(timeOfDay(moment, zone)).toBe(want);
    expect(dayOfMoment(moment, zone)).toBe(moment < '2026-10' ? '2026-03-08' : '2026-10-25');
  });

  it('is written with the city’s offset of that day', () => {
    expect(momentAt(Date.parse('2026-10-25T05:00:00Z'), HCMC)).toBe('2026-10-25T12:00:00+07:00');
    expect(momentAt(Date.parse('2026-07-01T16:00:00Z'), NEW_YORK)).toBe('2026-07-01T12:00:00-04:00');
    expect(momentAt(Date.parse('2026-12-01T17:00:00Z'), NEW_YORK)).toBe('2026-12-01T12:00:00-05:00');
  });

  it('stands half-way between two days at noon, however long the day', () => {
    for (const noon of ['2026-03-08T12:00:00-04:00', '2026-11-01T12:00:00-05:00']) {
      const day = placeOf(noon.slice(0, 10), NEW_YORK);
      expect(placeOf(noon, NEW_YORK) - day).toBe(0.5);
    }
  });
});

/** Numbers that are the same in every run. */
function* numbers(n: number) {
  for (let seed = 11; n > 0; n--) {
    seed = (seed * 48271) % 2147483647;
    yield seed;
  }
}

it('comes back from its instant and its place on the calendar, in any zone', () => {
  for (const zone of ZONES) {
    for (const n of numbers(100)) {
      const instant = Date.UTC(2020, 0, 1) + (n % (8 * 365 * 1440)) * 60_000;
      const moment = momentAt(instant, zone);
      expect(instantOf(moment, zone), `${zone} ${moment}`).toBe(instant);
      // An hour that a change of clocks has twice is one place.
      const back = instantOf(momentAtPlace(placeOf(moment, zone), zone), zone);
      expect([0, 3_600_000]).toContain(Math.abs(back - instant));
    }
  }
});
