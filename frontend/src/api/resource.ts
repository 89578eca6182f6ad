import { batch, effect, type ReadonlySignal, signal } from '@preact/signals';
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

/** All resources of the page. */
const all = new Set<Resource<unknown>>();

/** retryFailed asks again whatever has failed: after the connection was lost, for instance. */
export function retryFailed(): void {
  for (const r of all) if (r.fault.peek()) r.retry();
}

/** renewAll asks everything again: the same questions have other answers as time goes on. */
export function renewAll(): void {
  for (const r of all) if (r.data.peek() !== undefined) r.retry();
}

/**
 * resource asks `load` whenever `question` gives another value (compared by its
 * JSON text). The question null means there is nothing to know: data is then undefined.
 *
 * A question that changes many times a second, as a drag does, would abort every
 * answer before it comes. While `isPatient` holds at a change, the request under
 * way is therefore let finish and its answer shown, and of the questions since
 * then the newest alone is asked: never more than one at a time, and none starves.
 */
export function resource<Q, T>(
  question: ReadonlySignal<Q | null>,
  load: (question: Q, signal: AbortSignal) => Promise<T>,
  isPatient: () => boolean = () => false,
): Resource<T> {
  const data = signal<T | undefined>(undefined);
  const fault = signal<Fault | undefined>(undefined);
  const loading = signal(false);
  const attempt = signal(0);
  let asked = '';
  let running: AbortController | undefined;
  let waiting: { readonly question: Q } | undefined;

  const start = async (q: Q) => {
    running?.abort();
    waiting = undefined;
    const mine = new AbortController();
    running = mine;
    loading.value = true;
    const outcome = await outcomeOf(load(q, mine.signal));
    if (mine.signal.aborted) return;
    running = undefined;
    batch(() => settle(outcome));
  };

  const settle = (outcome: Outcome<T>) => {
    if (outcome.fault === undefined) {
      data.value = outcome.answer;
      fault.value = undefined;
    }
    // What went wrong with a question that has changed since is nobody's concern.
    else if (!waiting) fault.value = outcome.fault;
    if (waiting) void start(waiting.question);
    else loading.value = false;
  };

  const clear = () => {
    running?.abort();
    running = waiting = undefined;
    data.value = undefined;
    fault.value = undefined;
    loading.value = false;
  };

  const stop = effect(() => {
    const q = question.value;
    const key = `${attempt.value} ${JSON.stringify(q)}`;
    if (key === asked) return;
    asked = key;
    const patient = isPatient();
    // Outside the effect's own tracking: what start and clear read is no dependency.
    queueMicrotask(() => {
      if (key !== asked) return;
      if (q === null) clear();
      else if (patient && running) waiting = { question: q };
      else void start(q);
    });
  });

  const made: Resource<T> = {
    data,
    fault,
    loading,
    retry: () => {
      attempt.value++;
    },
    dispose: () => {
      all.delete(made);
      stop();
      running?.abort();
    },
  };
  all.add(made);
  return made;
}

/** What became of a request. */
type Outcome<T> = { readonly answer: T; readonly fault?: undefined } | { readonly fault: Fault };

async function outcomeOf<T>(request: Promise<T>): Promise<Outcome<T>> {
  try {
    return { answer: await request };
  } catch (error) {
    return { fault: error instanceof Fault ? error : new Fault(0, { detail: String(error) }) };
  }
}
