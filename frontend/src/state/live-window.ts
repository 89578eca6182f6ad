import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Filter } from './filter';
import { type Span, sameSpan, windowOf } from './span';
import type { AppState } from './state';

/**
 * A window that is being moved. What the reader's hand does is seen at once
 * (`moving`); the filter follows with the newest of it whenever the page has
 * answered the one before, so nothing piles up and nothing waits.
 */
export interface LiveWindow {
  /** Where the hand has it, or where the keys have it that the filter has not followed to yet; else null. */
  readonly moving: ReadonlySignal<Span | null>;
  /** The hand moves it. All until end or giveUp is one step of the browser's history. */
  move(span: Span): void;
  /** A key moves it. All keys until end are one step, unless something else changes the filter in between. */
  nudge(span: Span): void;
  /** Keeps what it is now. */
  end(): void;
  /** Takes back what was done since the first move. */
  giveUp(): void;
  dispose(): void;
}

/** createLiveWindow moves the filter's window, of all there is, whenever nothing that shows it `isBusy`. */
export function createLiveWindow(
  state: AppState,
  whole: ReadonlySignal<Span>,
  isBusy: ReadonlySignal<boolean>,
): LiveWindow {
  const moving = signal<Span | null>(null);
  let run: Run | undefined;

  const follow = (span: Span) => {
    if (!run || sameSpan(span, run.at)) return;
    run.at = span;
    run.change(() => state.narrow(windowOf(span, whole.peek(), state.meta.peek().city.time_zone)));
    run.filter = state.filter.peek();
  };
  const catchUp = () => {
    const span = moving.peek();
    if (!span || isBusy.peek()) return;
    follow(span);
    if (!state.held.peek()) moving.value = null;
  };
  // Not within the effect: what is changed there is heard of only after the gesture's change is over.
  const stop = effect(() => {
    if (!isBusy.value) queueMicrotask(catchUp);
  });
  const begin = () => {
    const filter = state.filter.peek();
    if (run?.filter !== filter) run = { change: state.gesture(), before: filter, filter, at: undefined };
  };
  const finish = (span: Span | null) => {
    if (span) follow(span);
    run = undefined;
    moving.value = null;
    state.held.value = false;
  };
  return {
    moving,
    move: span => {
      begin();
      state.held.value = true;
      moving.value = span;
      catchUp();
    },
    nudge: span => {
      begin();
      moving.value = span;
      catchUp();
    },
    end: () => finish(moving.peek()),
    giveUp: () => {
      const { from, to } = run?.before ?? {};
      run?.change(() => state.narrow({ from, to }));
      finish(null);
    },
    dispose: () => {
      stop();
      finish(null);
    },
  };
}

/** Moves that belong together. */
interface Run {
  readonly change: (change: () => void) => void;
  /** The filter before them, and the one that they have made. */
  readonly before: Filter;
  filter: Filter;
  at: Span | undefined;
}
