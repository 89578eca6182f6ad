import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { Fault } from './client';

/**
 * The newest answer to a question that changes. While a new answer is under way
 * the old one stays, so that nothing on the page jumps; an answer that comes
 * after its question has changed is dropped.
 */
export interface Resource<T> {
  readonly data: ReadonlySignal<T | undefined>;
  readonly fault: ReadonlySignal<Fault | undefined>;
  readonly loading: ReadonlySignal<boolean>;
  /** Asks the same question again. */
  retry(): void;
  /** Ends it; a request under way is aborted. */
  dispose(): void;
}

/**
 * resource asks `load` whenever `question` gives another value (compared by its
 * JSON text). The question null means there is nothing to know: data is then undefined.
 */
export function resource<Q, T>(
  question: ReadonlySignal<Q | null>,
  load: (question: Q, signal: AbortSignal) => Promise<T>,
): Resource<T> {
  const data = signal<T | undefined>(undefined);
  const fault = signal<Fault | undefined>(undefined);
  const loading = signal(false);
  const attempt = signal(0);
  let asked = '';
  let running: AbortController | undefined;

  const start = async (q: Q) => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    loading.value = true;
    try {
      const answer = await load(q, mine.signal);
      if (mine.signal.aborted) return;
      data.value = answer;
      fault.value = undefined;
    } catch (error) {
      if (mine.signal.aborted) return;
      fault.value = error instanceof Fault ? error : new Fault(0, { detail: String(error) });
    }
    loading.value = false;
  };

  const clear = () => {
    running?.abort();
    data.value = undefined;
    fault.value = undefined;
    loading.value = false;
  };

  const stop = effect(() => {
    const q = question.value;
    const key = `${attempt.value} ${JSON.stringify(q)}`;
    if (key === asked) return;
    asked = key;
    // Outside the effect's own tracking: what start and clear read is no dependency.
    queueMicrotask(() => {
      if (key !== asked) return;
      if (q === null) clear();
      else void start(q);
    });
  });

  return {
    data,
    fault,
    loading,
    retry: () => {
      attempt.value++;
    },
    dispose: () => {
      stop();
      running?.abort();
    },
  };
}
