import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Moment, momentAtPlace } from './moments';
import { isWhole, moved, type Span, spanOf, windowOf } from './span';
import type { AppState } from './state';

/** How far a step goes: a day, a week, or as far as the window is long. */
export const STRIDES = ['day', 'week', 'window'] as const;
export type Stride = (typeof STRIDES)[number];

/** Steps a second, at most: none is taken before the one before it is drawn. */
export const RATES = { slow: 1, normal: 2, fast: 5 } as const;
export type Rate = keyof typeof RATES;

/** What a player is about: nothing, playing, halted on its way, or at the end of the data. */
export type Playing = 'off' | 'on' | 'halted' | 'ended';

/** Player moves a window of fixed length forward through time. */
export interface Player {
  readonly playing: ReadonlySignal<Playing>;
  /** Where the first window of it begins; undefined before anything was played. */
  readonly since: ReadonlySignal<Moment | undefined>;
  /** Whether it would begin anew: the window is at the end of the data, or there is none. Reads signals. */
  startsOver(): boolean;
  readonly stride: Signal<Stride>;
  readonly rate: Signal<Rate>;
  /** Plays from where the window is; from the beginning, when it is at the end. */
  play(): void;
  halt(): void;
  /** Halts, and goes one step: 1 forward, -1 back. */
  step(direction: 1 | -1): void;
  /** Halts, and is off. */
  close(): void;
}

/** The length of the window that is played where none is chosen. */
const DEFAULT_DAYS = 30;

/**
 * createPlayer plays the window of the filter over all there is. `drawn` ends when
 * what the filter asks for is seen; `rest` waits for milliseconds.
 */
export function createPlayer(
  state: AppState,
  whole: ReadonlySignal<Span>,
  drawn: () => Promise<void>,
  rest: (ms: number) => Promise<void>,
): Player {
  const playing = signal<Playing>('off');
  const since = signal<Moment | undefined>(undefined);
  const stride = signal<Stride>('day');
  const rate = signal<Rate>('normal');
  let change = state.gesture();
  let run = 0;
  const zone = () => state.meta.peek().city.time_zone;

  const show = (span: Span) => {
    change(() => state.narrow(windowOf(span, whole.peek(), zone())));
    const { from, to } = state.filter.peek();
    return () => state.filter.peek().from === from && state.filter.peek().to === to;
  };
  const advance = async (mine: number, first: Span) => {
    for (let next: Span | null = first; next; next = stepFrom(next, stride.peek(), 1, whole.peek())) {
      const isStill = show(next);
      await Promise.all([drawn(), rest(1000 / RATES[rate.peek()])]);
      if (mine !== run) return;
      // The reader has taken another window meanwhile: that is theirs now, and so is its legend.
      if (!isStill()) {
        state.played.value = null;
        return halt();
      }
    }
    playing.value = 'ended';
  };
  const halt = () => {
    run++;
    if (playing.peek() === 'on') playing.value = 'halted';
  };
  const present = () => spanOf(state.filter.peek(), whole.peek(), zone());
  const keepLegend = (span: Span) => {
    const [, end] = whole.peek();
    const newest: Span = [end - (span[1] - span[0]), end];
    const { from, to } = windowOf(newest, whole.peek(), zone());
    state.played.value = from && to ? { from, to } : null;
  };
  return {
    playing,
    since,
    startsOver: () => startsOver(spanOf(state.filter.value, whole.value, zone()), whole.value),
    stride,
    rate,
    play: () => {
      change = state.gesture();
      const first = firstOf(present(), stride.peek(), whole.peek());
      if (playing.peek() !== 'halted') since.value = momentAtPlace(first[0], zone());
      playing.value = 'on';
      keepLegend(first);
      void advance(++run, first);
    },
    halt,
    step: direction => {
      halt();
      change = state.gesture();
      const next = stepFrom(present(), stride.peek(), direction, whole.peek());
      if (next) show(next);
      playing.value = next ? 'halted' : 'ended';
    },
    close: () => {
      halt();
      playing.value = 'off';
      state.played.value = null;
    },
  };
}

/** The window a step further, as far as there is data; null when there is no more. */
export function stepFrom(window: Span, stride: Stride, direction: 1 | -1, whole: Span): Span | null {
  const days = { day: 1, week: 7, window: Math.max(1, Math.round(window[1] - window[0])) }[stride];
  const next = moved(window, 'both', direction * days, whole);
  return next[0] === window[0] ? null : next;
}

/** Where playing begins: a step on; at the end of the data, or without a window, at the beginning. */
function firstOf(window: Span, stride: Stride, whole: Span): Span {
  const [from, to] = whole;
  if (isWhole(window, whole)) return [from, Math.min(from + DEFAULT_DAYS, to)];
  return stepFrom(window, stride, 1, whole) ?? [from, from + window[1] - window[0]];
}

/** Whether there is nothing after a window to play, so that playing begins anew. */
function startsOver(window: Span, whole: Span): boolean {
  return isWhole(window, whole) || stepFrom(window, 'day', 1, whole) === null;
}
