import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayAt, dayNumber, dayOf } from './days';
import { newFilter } from './filter';
import { instantOf } from './moments';
import {
  bucketFor,
  type Clock,
  comparedMoment,
  comparedPeriod,
  lengthInDays,
  nextBucket,
  presetOf,
  presetPeriod,
} from './periods';

const HCMC = 'Asia/Ho_Chi_Minh';
const NEW_YORK = 'America/New_York';
const SANTIAGO = 'America/Santiago';

/** The clock at a moment; the data ends today, or the day before `end`. */
function clockAt(now: string, timeZone = HCMC, end?: string): Clock {
  const present = new Date(now);
  return { now: present.getTime(), timeZone, end: end ?? addDays(dayOf(present, timeZone), 1) };
}

describe('a day of the city', () => {
  it('begins seven hours before that of UTC in Ho Chi Minh City', () => {
    const moment = new Date('2026-11-21T17:00:00Z');
    expect(dayOf(moment, HCMC)).toBe('2026-11-22');
    expect(dayOf(moment, 'UTC')).toBe('2026-11-21');
  });

  it('counts over months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-01-25', -1)).toBe('2025-12-25');
    expect(dayAt(dayNumber('2026-11-22'))).toBe('2026-11-22');
  });
});

describe('a preset', () => {
  const clock = clockAt('2026-11-22T03:00:00Z');
  const noon = (day: string) => `${day}T12:00:00+07:00`;

  it.each([
    ['today', '2026-11-22', '2026-11-23'],
    ['7d', '2026-11-16', '2026-11-23'],
    ['30d', '2026-10-24', '2026-11-23'],
    ['month', '2026-11-01', '2026-11-23'],
    ['quarter', '2026-10-01', '2026-11-23'],
    ['year', '2026-01-01', '2026-11-23'],
    ['12m', '2025-11-23', '2026-11-23'],
    ['term', noon('2026-09-25'), noon('2026-10-25')],
    ['running', noon('2026-10-25'), '2026-11-23'],
  ] as const)('%s is the days up to the end', (preset, from, to) => {
    expect(presetPeriod(preset, clock)).toEqual({ from, to });
    expect(presetOf({ from, to }, clock)).toBe(preset);
  });

  it.each([
    ['2026-11-25T04:59:59Z', '2026-10-25'], // a second before noon
    ['2026-11-25T05:00:00Z', '2026-11-25'],
    ['2027-01-10T00:00:00Z', '2026-12-25'],
  ])('term at %s is the one that ended on %s', (now, ended) => {
    const at = clockAt(now);
    expect(presetPeriod('term', at)).toEqual({ from: noon(addMonths(ended, -1)), to: noon(ended) });
    expect(presetPeriod('running', at)?.from).toBe(noon(ended));
  });

  it('term waits for the data where the data ends before the present', () => {
    const at = clockAt('2026-12-01T03:00:00Z', HCMC, '2026-11-25');
    expect(presetPeriod('term', at)?.to).toBe(noon('2026-10-25'));
  });

  it('term is from noon to noon where clocks change in between', () => {
    const at = clockAt('2026-11-26T12:00:00Z', NEW_YORK);
    expect(presetPeriod('term', at)).toEqual({
      from: '2026-10-25T12:00:00-04:00',
      to: '2026-11-25T12:00:00-05:00',
    });
  });

  it('is never empty and never after the end, on any day of a leap year', () => {
    const presets = ['today', '7d', 'month', 'quarter', 'year', 'term', 'running', '12m'] as const;
    const wrong: string[] = [];
    for (let day = dayNumber('2024-01-01'); day <= dayNumber('2025-01-01'); day++) {
      const at = clockAt(`${dayAt(day)}T05:30:00Z`);
      for (const preset of presets) {
        const { from = '', to = '' } = presetPeriod(preset, at) ?? {};
        const isWindow = instantOf(from, HCMC) < instantOf(to, HCMC) && newFilter({ from, to }).to === to;
        if (!isWindow || to > at.end) wrong.push(`${preset} on ${dayAt(day)}: ${from} to ${to}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is not named for days of the reader’s own', () => {
    expect(presetOf({ from: '2026-01-01', to: '2026-01-03' }, clock)).toBeUndefined();
    expect(presetOf({}, clock)).toBe('all');
  });

  it('is found however its times are written', () => {
    const period = { from: '2026-09-25T05:00:00Z', to: '2026-10-25T05:00:00Z' };
    expect(presetOf(period, clock)).toBe('term');
  });

  it('is the one that was wanted, where two mean the same days', () => {
    const seventh = clockAt('2026-11-07T03:00:00Z');
    const period = { from: '2026-11-01', to: '2026-11-08' };
    expect(presetOf(period, seventh)).toBe('7d');
    expect(presetOf(period, seventh, 'month')).toBe('month');
    expect(presetOf(period, seventh, 'year')).toBe('7d');
  });
});

describe('the compared window', () => {
  const utc = (moment: string | undefined, zone: string) =>
    moment && new Date(instantOf(moment, zone)).toISOString().replace('.000', '');

  // Worked out by the service itself (heat.ComparePrevious, heat.CompareYear).
  it.each([
    [
      HCMC,
      '2026-03-08',
      '2026-03-09',
      '2026-03-06T17:00:00Z',
      '2025-03-07T17:00:00Z',
      '2025-03-08T17:00:00Z',
    ],
    [
      HCMC,
      '2024-02-29',
      '2026-03-08',
      '2022-02-20T17:00:00Z',
      '2023-02-27T17:00:00Z',
      '2025-03-07T17:00:00Z',
    ],
    [
      HCMC,
      '2024-02-28',
      '2024-02-28T19:30:00+07:00',
      '2024-02-26T21:30:00Z',
      '2023-02-27T17:00:00Z',
      '2023-02-28T12:30:00Z',
    ],
    [
      HCMC,
      '2025-02-28T14:30:00+07:00',
      '2027-03-14T05:30:00+07:00',
      '2023-02-15T16:30:00Z',
      '2024-02-28T07:30:00Z',
      '2026-03-13T22:30:00Z',
    ],
    [
      NEW_YORK,
      '2024-02-28T22:30:00-05:00',
      '2024-02-29T01:30:00-05:00',
      '2024-02-29T00:30:00Z',
      undefined,
      undefined,
    ],
    [
      NEW_YORK,
      '2025-02-28',
      '2026-11-02T01:30:00-05:00',
      '2023-06-27T03:30:00Z',
      '2024-02-28T05:00:00Z',
      '2025-11-02T05:30:00Z',
    ],
    [
      NEW_YORK,
      '2024-03-01',
      '2026-03-08T12:30:00-04:00',
      '2022-02-22T17:30:00Z',
      '2023-03-01T05:00:00Z',
      '2025-03-08T17:30:00Z',
    ],
    [
      NEW_YORK,
      '2024-03-01',
      '2026-03-09T23:30:00-04:00',
      '2022-02-21T06:30:00Z',
      '2023-03-01T05:00:00Z',
      '2025-03-10T03:30:00Z',
    ],
    [
      SANTIAGO,
      '2025-03-09',
      '2026-04-05',
      '2024-02-11T02:00:00Z',
      '2024-03-09T03:00:00Z',
      '2025-04-05T03:00:00Z',
    ],
    [
      SANTIAGO,
      '2026-09-05T14:30:00-04:00',
      '2026-11-02',
      '2026-07-10T10:00:00Z',
      '2025-09-05T18:30:00Z',
      '2025-11-02T03:00:00Z',
    ],
    [
      SANTIAGO,
      '2025-03-09',
      '2026-04-05T08:30:00-04:00',
      '2024-02-10T17:30:00Z',
      '2024-03-09T03:00:00Z',
      '2025-04-05T11:30:00Z',
    ],
  ])('in %s of %s to %s is the service’s', (zone, from, to, before, yearFrom, yearTo) => {
    const previous = comparedPeriod({ from, to }, 'previous', zone);
    expect(utc(previous?.from, zone)).toBe(before);
    expect(instantOf(previous?.to ?? '', zone)).toBe(instantOf(from, zone));
    const year = comparedPeriod({ from, to }, 'year', zone);
    expect([utc(year?.from, zone), utc(year?.to, zone)]).toEqual([yearFrom, yearTo]);
  });

  it('is written as the filter writes windows', () => {
    const days = { from: '2026-10-24', to: '2026-11-23' };
    expect(comparedPeriod(days, 'previous', HCMC)).toEqual({ from: '2026-09-24', to: '2026-10-24' });
    expect(comparedPeriod(days, 'year', HCMC)).toEqual({ from: '2025-10-24', to: '2025-11-23' });
    const term = { from: '2026-10-25T12:00:00+07:00', to: '2026-11-25T12:00:00+07:00' };
    expect(comparedPeriod(term, 'year', HCMC)).toEqual({
      from: '2025-10-25T12:00:00+07:00',
      to: '2025-11-25T12:00:00+07:00',
    });
  });

  it.each([
    // The service's own cases: heat.TestBothWindowsAreJudgedAtOneAge.
    ['previous', HCMC, '2026-03-01', '2026-03-08', '2026-03-20T10:00:00+07:00', '2026-03-13T10:00:00+07:00'],
    ['previous', HCMC, '2026-03-01', '2026-03-31', '2026-03-20T10:00:00+07:00', '2026-02-18T10:00:00+07:00'],
    ['year', HCMC, '2024-02-01', '2024-03-01', '2024-03-10T00:00:00+07:00', '2023-03-11'],
    ['year', NEW_YORK, '2026-03-01', '2026-03-02', '2026-03-12T00:00:00-04:00', '2025-03-12T00:00:00-04:00'],
  ] as const)('is judged at the same age: %s in %s, %s to %s at %s', (mode, zone, from, to, at, want) => {
    const then = comparedPeriod({ from, to }, mode, zone);
    if (!then) throw new Error('nothing to compare with');
    const late = clockAt(new Date(Date.parse(at) + 299_000).toISOString(), zone); // the same five minutes
    for (const got of [
      comparedMoment({ from }, then, late),
      comparedMoment({ from, asOf: at }, then, { ...late, now: 0 }),
    ]) {
      expect(utc(got, zone)).toBe(utc(want, zone));
    }
  });

  it('is none for a window that is open on a side', () => {
    expect(comparedPeriod({ from: '2026-10-24' }, 'previous', HCMC)).toBeUndefined();
    expect(comparedPeriod({ to: '2026-10-24' }, 'year', HCMC)).toBeUndefined();
  });
});

describe('the length of a window', () => {
  it('is by the calendar', () => {
    expect(lengthInDays({ from: '2026-10-24', to: '2026-11-23' }, HCMC)).toBe(30);
    expect(lengthInDays({ from: '2026-10-25T12:00:00+07:00', to: '2026-11-23' }, HCMC)).toBe(28.5);
    expect(
      lengthInDays({ from: '2026-10-25T12:00:00-04:00', to: '2026-11-25T12:00:00-05:00' }, NEW_YORK),
    ).toBe(31);
    expect(lengthInDays({ from: '2026-10-24' }, HCMC)).toBeUndefined();
  });
});

describe('buckets', () => {
  it('grow with the time they span', () => {
    expect([90, 1096, 5000, 20_000].map(bucketFor)).toEqual(['day', 'day', 'week', 'month']);
  });

  it('follow each other', () => {
    expect(nextBucket('2026-12-28', 'week')).toBe('2027-01-04');
    expect(nextBucket('2026-12-01', 'month')).toBe('2027-01-01');
  });
});
