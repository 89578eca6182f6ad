import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { dayNumber } from './days';
import { newFilter } from './filter';
import { createPlayer, stepFrom } from './player';
import type { Span } from './span';
import { aState } from './testing';

const whole: Span = [dayNumber('2026-01-01'), dayNumber('2026-01-13')];

/** A player whose steps are drawn when the test says so. */
function setUp(from?: string, to?: string) {
  const state = aState({ filter: newFilter({ from, to }) });
  const drawing: (() => void)[] = [];
  const drawn = () => new Promise<void>(done => drawing.push(done));
  const player = createPlayer(state, signal(whole), drawn, () => Promise.resolve());
  /** Lets the page draw the step that was taken last. */
  const draw = async () => {
    drawing.pop()?.();
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  const window = () => `${state.filter.value.from?.slice(8)}–${state.filter.value.to?.slice(8)}`;
  return { state, player, drawing, draw, window };
}

describe('a player', () => {
  it('moves the window on, each step when the one before is drawn, and stops at the end', async () => {
    const { player, drawing, draw, window } = setUp('2026-01-08', '2026-01-11');
    player.play();
    expect([window(), drawing.length]).toEqual(['09–12', 1]);
    await draw();
    expect([window(), drawing.length, player.playing.value]).toEqual(['10–13', 1, 'on']);
    await draw();
    expect([window(), drawing.length, player.playing.value]).toEqual(['10–13', 0, 'ended']);
  });

  it('begins anew from the end, and with a window of its own without one', () => {
    const atEnd = setUp('2026-01-11', '2026-01-13');
    atEnd.player.play();
    expect(atEnd.window()).toBe('01–03');
    const all = setUp();
    all.player.play();
    expect(all.state.filter.value).toMatchObject({ from: undefined, to: undefined }); // twelve days are all there is
  });

  it('says where it begins, and whether that is anew', () => {
    const { player, window } = setUp('2026-01-11', '2026-01-13');
    expect([player.startsOver(), player.since.value]).toEqual([true, undefined]);
    player.play();
    expect([player.since.value, window(), player.startsOver()]).toEqual(['2026-01-01', '01–03', false]);
    player.halt();
    player.step(1);
    player.play();
    expect([player.since.value, window()]).toEqual(['2026-01-01', '03–05']);
  });

  it('keeps the legend of the newest window of its length until it is closed or another is taken', async () => {
    const { state, player, draw } = setUp('2026-01-03', '2026-01-05');
    player.play();
    await draw();
    expect(state.played.value).toEqual({ from: '2026-01-11', to: '2026-01-13' });
    state.narrow({ from: '2026-01-07', to: '2026-01-08' });
    await draw();
    expect(state.played.value).toBeNull();
    player.play();
    player.close();
    expect(state.played.value).toBeNull();
  });

  it('halts, goes on, and goes by single steps', async () => {
    const { player, draw, window } = setUp('2026-01-03', '2026-01-05');
    player.play();
    player.halt();
    await draw();
    expect([window(), player.playing.value]).toEqual(['04–06', 'halted']);
    player.step(1);
    player.step(-1);
    player.step(-1);
    expect(window()).toBe('03–05');
    player.play();
    expect([window(), player.playing.value]).toEqual(['04–06', 'on']);
  });

  it('leaves the window to a reader who takes it', async () => {
    const { state, player, draw } = setUp('2026-01-03', '2026-01-05');
    player.play();
    state.narrow({ from: '2026-01-07', to: '2026-01-08' });
    await draw();
    expect([state.filter.value.from, player.playing.value]).toEqual(['2026-01-07', 'halted']);
  });

  it('goes on under another filter', async () => {
    const { state, player, draw, window } = setUp('2026-01-03', '2026-01-05');
    player.play();
    state.toggle('classes', 'overdue');
    await draw();
    expect([window(), player.playing.value]).toEqual(['05–07', 'on']);
  });
});

describe('a step', () => {
  const days: Span = [0, 30];
  it.each([
    ['day', 1, [11, 15]],
    ['week', 1, [17, 21]],
    ['window', 1, [14, 18]],
    ['window', -1, [6, 10]],
  ] as const)('of a %s, %s, keeps the length', (stride, direction, want) => {
    expect(stepFrom([10, 14], stride, direction, days)).toEqual(want);
  });

  it('goes no further than the data, and nowhere from its end', () => {
    expect(stepFrom([25, 29], 'week', 1, days)).toEqual([26, 30]);
    expect(stepFrom([26, 30], 'day', 1, days)).toBeNull();
    expect(stepFrom([0, 4], 'day', -1, days)).toBeNull();
  });
});
