import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayAt, dayNumber, dayOf } from './days';
import { bucketFor, nextBucket, presetOf, presetPeriod } from './periods';

describe('a day of the city', () => {
  it('begins seven hours before that of UTC in Ho Chi Minh City', () => {
    const moment = new Date('2026-11-21T17:00:00Z');
    expect(dayOf(moment, 'Asia/Ho_Chi_Minh')).toBe('2026-11-22');
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
  const end = '2026-11-23';
  it.each([
    ['7d', '2026-11-16', end],
    ['30d', '2026-10-24', end],
    ['12m', '2025-11-23', end],
    ['term', '2026-09-25', '2026-10-25'],
  ] as const)('%s is the days up to the end', (preset, from, to) => {
    expect(presetPeriod(preset, end)).toEqual({ from, to });
    expect(presetOf({ from, to }, end)).toBe(preset);
  });

  it('term ends on the 25th itself, once the 24th is over', () => {
    expect(presetPeriod('term', '2026-11-25')).toEqual({ from: '2026-10-25', to: '2026-11-25' });
  });

  it('is not named for days of the reader’s own', () => {
    expect(presetOf({ from: '2026-01-01', to: '2026-01-03' }, end)).toBeUndefined();
    expect(presetOf({}, end)).toBe('all');
  });
});

describe('buckets', () => {
  it('grow with the time they span', () => {
    expect([90, 1096, 5000].map(bucketFor)).toEqual(['day', 'week', 'month']);
  });

  it('follow each other', () => {
    expect(nextBucket('2026-12-28', 'week')).toBe('2027-01-04');
    expect(nextBucket('2026-12-01', 'month')).toBe('2027-01-01');
  });
});
