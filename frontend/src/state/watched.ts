import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** A question that is asked only while somebody looks at its answer. */
export interface Watched<Q> {
  /** While nobody looks, the last question asked stays, and its answer with it. */
  readonly question: ReadonlySignal<Q | null>;
  /** Says that somebody looks, until the function that it gives is called. */
  watch(): () => void;
}

/** watched makes such a question of one that is always there. */
export function watched<Q>(ask: () => Q | null): Watched<Q> {
  const watchers = signal(0);
  let last: Q | null = null;
  return {
    question: computed(() => {
      if (watchers.value > 0) last = ask();
      return last;
    }),
    watch: () => {
      watchers.value++;
      return () => {
        watchers.value--;
      };
    },
  };
}
