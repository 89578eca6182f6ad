import { type ReadonlySignal, signal } from '@preact/signals';

/** How often the clock is looked at: a minute shows at most this much too late. */
const LOOK_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * minuteClock is the time to the minute. A tab that was asleep, whose timers
 * stood still, looks at the clock as soon as it is seen again.
 */
export function minuteClock(now: () => Date = () => new Date()): ReadonlySignal<Date> {
  const minute = () => Math.floor(now().getTime() / MINUTE_MS);
  const clock = signal(now());
  const look = () => {
    if (minute() !== Math.floor(clock.peek().getTime() / MINUTE_MS)) clock.value = now();
  };
  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', look);
  return clock;
}
