import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { dayNumber } from './days';
import { newFilter } from './filter';
import { createLiveWindow } from './live-window';
import type { Span } from './span';
import { aState } from './testing';

/** A window of a city with ten years, in the hands of a test. */
function setUp() {
  const state = aState({ filter: newFilter({ from: '2026-01-01', to: '2026-02-01' }) });
  const isBusy = signal(false);
  const whole = signal<Span>([dayNumber('2020-01-01'), dayNumber('2030-01-01')]);
  const steps: string[] = [];
  const live = createLiveWindow(state, whole, isBusy);
  const stop = state.filter.subscribe(({ from, to }) => {
    steps.push(`${from}/${to}${state.withinGesture() ? ' more' : ''}`);
  });
  return { state, isBusy, live, steps, stop };
}

const january = (from: number, to: number): Span => [
  dayNumber('2026-01-01') + from - 1,
  dayNumber('2026-01-01') + to - 1,
];

describe('a window that is moved', () => {
  it('is one step of the history, however often the filter follows', () => {
    const { live, steps } = setUp();
    for (const day of [2, 3, 4]) live.move(january(day, 32));
    live.end();
    expect(steps.slice(1)).toEqual([
      '2026-01-02/2026-02-01',
      '2026-01-03/2026-02-01 more',
      '2026-01-04/2026-02-01 more',
    ]);
    expect(live.moving.value).toBeNull();
  });

  it('is seen at once, and asked for when the answer before is there: the newest only', async () => {
    const { live, isBusy, steps } = setUp();
    live.move(january(2, 32));
    isBusy.value = true;
    for (const day of [3, 4, 5]) live.move(january(day, 32));
    expect(live.moving.value).toEqual(january(5, 32));
    expect(steps.at(-1)).toBe('2026-01-02/2026-02-01');
    isBusy.value = false;
    await Promise.resolve();
    expect(steps.slice(2)).toEqual(['2026-01-05/2026-02-01 more']);
  });

  it('is kept as it was let go, even while an answer is under way', () => {
    const { live, isBusy, state } = setUp();
    live.move(january(2, 32));
    isBusy.value = true;
    live.move(january(9, 20));
    live.end();
    expect(state.filter.value).toMatchObject({ from: '2026-01-09', to: '2026-01-20' });
  });

  it('is taken back whole', () => {
    const { live, state } = setUp();
    live.move(january(2, 32));
    live.move(january(9, 20));
    live.giveUp();
    expect(state.filter.value).toMatchObject({ from: '2026-01-01', to: '2026-02-01' });
    expect(live.moving.value).toBeNull();
  });
});

describe('a window that keys move', () => {
  it('is one step until the keys end', () => {
    const { live, steps } = setUp();
    live.nudge(january(2, 32));
    live.nudge(january(3, 32));
    live.end();
    live.nudge(january(4, 32));
    expect(steps.slice(1)).toEqual([
      '2026-01-02/2026-02-01',
      '2026-01-03/2026-02-01 more',
      '2026-01-04/2026-02-01',
    ]);
  });

  it('lets nothing wait for the end of the keys', () => {
    const { live, state } = setUp();
    live.nudge(january(2, 32));
    expect(state.held.value).toBe(false);
    expect(state.filter.value.from).toBe('2026-01-02');
  });

  it('is another step after something else has changed the filter', () => {
    const { live, steps, state } = setUp();
    live.nudge(january(2, 32));
    state.narrow({ from: '2026-01-10' }); // such as going back
    live.nudge(january(11, 32));
    expect(steps.at(-1)).toBe('2026-01-11/2026-02-01');
    expect(live.moving.value).toBeNull();
  });
});
