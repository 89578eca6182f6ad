import { type ReadonlySignal, signal } from '@preact/signals';
import { Fault } from '../api/client';

/**
 * A long list of which only some pages are in memory: those around what is
 * looked at. It asks for a page once, for few at the same time, and forgets the
 * farthest ones beyond a bound.
 */
export interface Pages<T> {
  /** Grows whenever `at` may give something else. */
  readonly version: ReadonlySignal<number>;
  readonly fault: ReadonlySignal<Fault | undefined>;
  /** The row at a place, while its page is in memory. */
  at(index: number): T | undefined;
  /** Where a row is, among those of the newest question alone; -1 when it is not in memory. */
  find(is: (row: T) => boolean): number;
  /** Says which rows are looked at, the last one included. */
  want(first: number, last: number): void;
  /** How many pages are in memory, and how many on their way. */
  readonly held: number;
  readonly running: number;
  /** Asks again for what could not be loaded. */
  retry(): void;
  dispose(): void;
}

/** What a list of pages needs. */
export interface PagesOptions<Q, T> {
  readonly load: (question: Q, offset: number, limit: number, signal: AbortSignal) => Promise<readonly T[]>;
  /** Rows of a page. */
  readonly size: number;
  /** Pages in memory at most. */
  readonly most: number;
  /** Pages on their way at most. */
  readonly abreast: number;
  /** How long a scroll bar must rest before what it has jumped to is asked for. */
  readonly settleMs: number;
}

interface Page<T> {
  readonly rows: readonly T[];
  /** Of the question that it answers: an older one is shown until the new one is there. */
  readonly edition: number;
}

/** The pages of a list, and the way to put another question. */
export interface PagesOf<Q, T> extends Pages<T> {
  /** Asks another question; null: there is nothing to list. `keep` shows the old rows until the new ones are there. */
  ask(question: Q | null, keep: boolean): void;
}

/** createPages makes an empty list. */
export function createPages<Q, T>(options: PagesOptions<Q, T>): PagesOf<Q, T> {
  const { size, most, abreast } = options;
  const version = signal(0);
  const fault = signal<Fault | undefined>(undefined);
  const pages = new Map<number, Page<T>>();
  const running = new Map<number, AbortController>();
  let question: Q | null = null;
  let edition = 0;
  let wanted = { first: 0, last: -1 };
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isNew = (page: number) => pages.get(page)?.edition === edition;
  const isWanted = (page: number) => page >= wanted.first && page <= wanted.last;

  const load = async (page: number, q: Q) => {
    const mine = new AbortController();
    const of = edition;
    running.set(page, mine);
    try {
      const rows = await options.load(q, page * size, size, mine.signal);
      if (mine.signal.aborted) return;
      pages.set(page, { rows, edition: of });
      fault.value = undefined;
    } catch (error) {
      if (mine.signal.aborted) return;
      fault.value = error instanceof Fault ? error : new Fault(0, { detail: String(error) });
    }
    running.delete(page);
    version.value++;
    if (!fault.peek()) pump();
  };

  /** Starts what is wanted and missing, from the top, as far as there is room. */
  const pump = () => {
    for (let page = wanted.first; page <= wanted.last && running.size < abreast; page++) {
      if (question !== null && !isNew(page) && !running.has(page)) void load(page, question);
    }
  };

  const stop = (leaves: (page: number) => boolean) => {
    for (const [page, request] of running) {
      if (!leaves(page)) continue;
      request.abort();
      running.delete(page);
    }
  };

  /** Forgets the pages farthest from what is looked at. */
  const forget = () => {
    const middle = (wanted.first + wanted.last) / 2;
    const nearest = [...pages.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const page of nearest.slice(most)) pages.delete(page);
  };

  return {
    version,
    fault,
    get held() {
      return pages.size;
    },
    get running() {
      return running.size;
    },
    at: index => pages.get(Math.floor(index / size))?.rows[index % size],
    find: is => {
      for (const [page, { rows }] of pages) {
        const i = isNew(page) ? rows.findIndex(is) : -1;
        if (i >= 0) return page * size + i;
      }
      return -1;
    },
    want: (firstRow, lastRow) => {
      const first = Math.max(0, Math.floor(firstRow / size));
      const last = Math.floor(Math.max(firstRow, lastRow) / size);
      if (first === wanted.first && last === wanted.last) return;
      const jumped = first > wanted.last + 1 || last < wanted.first - 1;
      wanted = { first, last };
      stop(page => !isWanted(page));
      forget();
      clearTimeout(timer);
      if (jumped) timer = setTimeout(pump, options.settleMs);
      else pump();
    },
    ask: (q, keep) => {
      question = q;
      edition++;
      stop(() => true);
      clearTimeout(timer);
      fault.value = undefined;
      for (const page of pages.keys()) if (!keep || q === null || !isWanted(page)) pages.delete(page);
      version.value++;
      pump();
    },
    retry: () => {
      fault.value = undefined;
      pump();
    },
    dispose: () => {
      clearTimeout(timer);
      stop(() => true);
    },
  };
}
