import { effect, type ReadonlySignal, signal } from '@preact/signals';

/** However slow the map is, the rest of the page is there after this. */
const LONGEST_MS = 3_000;

/** Calm is whether the first picture is there, or not worth waiting for: all else comes after it. */
export interface Calm {
  readonly calm: ReadonlySignal<boolean>;
  /** Whether nothing waits for its turn any more, for tests. */
  whole(): boolean;
  /** Says that the picture is there, or will never be. */
  settle(): void;
  /** Does something when it is calm, each thing in a task of its own, in order. Gives what takes it back. */
  turn(then: () => void): () => void;
}

/**
 * createCalm waits for the picture as long as the processor is what it waits
 * for. Where the line is slow, figures are there before the map's code is: then
 * there is time for everything else at once.
 */
export function createCalm(figures: () => boolean, hasCode: () => boolean): Calm {
  const calm = signal(false);
  const turns = new Set<() => void>();
  const settle = () => {
    if (calm.peek()) return;
    calm.value = true;
    setTimeout(next);
  };
  const next = () => {
    const [first] = turns;
    if (!first) return;
    turns.delete(first);
    setTimeout(next);
    first();
  };
  setTimeout(settle, LONGEST_MS);
  effect(function (this: { dispose: () => void }) {
    if (!figures()) return;
    if (!hasCode()) settle();
    this.dispose();
  });
  return {
    calm,
    whole: () => calm.peek() && turns.size === 0,
    settle,
    turn: then => {
      if (calm.peek() && turns.size === 0) setTimeout(next);
      turns.add(then);
      return () => turns.delete(then);
    },
  };
}
