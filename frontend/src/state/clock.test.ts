import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { minuteClock } from './clock';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T10:00:30Z') });
  vi.stubGlobal('document', new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('changes with the minute and not before', () => {
  const clock = minuteClock();
  const first = clock.value;
  vi.advanceTimersByTime(29_000);
  expect(clock.value).toBe(first);
  vi.advanceTimersByTime(2_000);
  expect(clock.value.toISOString().slice(0, 16)).toBe('2026-11-22T10:01');
});

it('looks at the clock as soon as a tab that slept is seen again', () => {
  const clock = minuteClock();
  vi.setSystemTime(new Date('2026-11-23T07:15:00Z')); // the timers stood still
  document.dispatchEvent(new Event('visibilitychange'));
  expect(clock.value.toISOString().slice(0, 16)).toBe('2026-11-23T07:15');
});
