import { computed, type ReadonlySignal } from '@preact/signals';
import { dayNumber, dayOf } from './days';
import { type Bucket, bucketFor } from './periods';
import { type Span, sameSpan, spanOf } from './span';
import type { AppState } from './state';

/** What the strip of time shows. */
export interface Strip {
  /** All there is: from the first complaint's day to the end of the data. */
  readonly whole: ReadonlySignal<Span>;
  /** What is drawn of it: all, or about a year with the window in it. */
  readonly span: ReadonlySignal<Span>;
  /** What a point of the curve counts. */
  readonly bucket: ReadonlySignal<Bucket>;
  /** Whether there is so much that a year of it is worth a look by itself. */
  readonly isLong: ReadonlySignal<boolean>;
}

const YEAR = 366;
/** A year and a half still reads well as a whole. */
const LONG = 550;

/** createStrip follows the state. */
export function createStrip(state: AppState): Strip {
  let known: Span | undefined;
  const whole = computed(() => {
    const now = wholeOf(state);
    // A new revision of the same days is no other ground: a drag on it goes on.
    if (!sameSpan(now, known)) known = now;
    return known ?? now;
  });
  let last: Span | undefined;
  const span = computed(() => {
    if (state.view.value.curve === 'all') return whole.value;
    const window = spanOf(state.filter.value, whole.value, state.meta.value.city.time_zone);
    // What is drawn stays for as long as the window is in it: a drag must not move its own ground.
    last = last && holds(last, window) && holds(whole.value, last) ? last : yearAround(window, whole.value);
    return last;
  });
  return {
    whole,
    span,
    bucket: computed(() => bucketFor(span.value[1] - span.value[0])),
    isLong: computed(() => whole.value[1] - whole.value[0] > LONG),
  };
}

/**
 * yearAround is a year with a window in it, as late as there is data; all there
 * is, when the window is longer.
 */
export function yearAround(window: Span, whole: Span): Span {
  const length = window[1] - window[0];
  if (length >= YEAR || whole[1] - whole[0] <= YEAR) return whole;
  const to = Math.min(whole[1], Math.ceil(window[1]) + Math.floor((YEAR - length) / 2));
  return to - YEAR < whole[0] ? [whole[0], whole[0] + YEAR] : [to - YEAR, to];
}

function wholeOf(state: AppState): Span {
  const { extent, city } = state.meta.value;
  const end = dayNumber(state.end.value);
  const first = extent.from ? dayNumber(dayOf(new Date(extent.from), city.time_zone)) : end - 1;
  return [Math.min(first, end - 1), end];
}

function holds(outer: Span, inner: Span): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}
