import type { Filter } from './filter';
import { type Moment, momentAtPlace, placeOf } from './moments';

/** A stretch of the calendar: days since 1970 as placeOf counts them, the end exclusive. */
export type Span = readonly [from: number, to: number];

/** What of a window is moved: an edge, or all of it. */
export type Part = 'from' | 'to' | 'both';

/** Edges and all move by whole days, and keep their time of day. A window is a day long at least, or what it was. */
const SHORTEST = 1;

/** spanOf is the window of a filter on the calendar, as far as it lies within `whole`. */
export function spanOf({ from, to }: Pick<Filter, 'from' | 'to'>, whole: Span, timeZone: string): Span {
  const wantedFrom = from ? placeOf(from, timeZone) : whole[0];
  const wantedTo = to ? placeOf(to, timeZone) : whole[1];
  const length = wantedTo - wantedFrom;
  // A window beyond the data is shown at its edge, and is something to take hold of.
  const shortest = length > 0 ? Math.min(SHORTEST, length) : SHORTEST;
  const first = clamp(wantedFrom, whole[0], whole[1] - shortest);
  return [first, clamp(wantedTo, first + shortest, whole[1])];
}

/** windowOf is a stretch as a filter says it. All there is, is no window: what comes later belongs to it too. */
export function windowOf(
  span: Span,
  whole: Span,
  timeZone: string,
): { from: Moment | undefined; to: Moment | undefined } {
  if (isWhole(span, whole)) return { from: undefined, to: undefined };
  return { from: momentAtPlace(span[0], timeZone), to: momentAtPlace(span[1], timeZone) };
}

/** isWhole reports whether a window is all there is. */
export function isWhole(span: Span, whole: Span): boolean {
  return span[0] <= whole[0] && span[1] >= whole[1];
}

/** sameSpan reports whether two stretches are the same days. */
export function sameSpan(a: Span, b: Span | undefined): boolean {
  return a[0] === b?.[0] && a[1] === b[1];
}

/** moved is a window with a part of it moved by days, never shorter than a day nor outside of `whole`. */
export function moved([from, to]: Span, part: Part, days: number, whole: Span): Span {
  const shortest = Math.min(SHORTEST, to - from);
  switch (part) {
    case 'from':
      return [Math.min(Math.max(from + days, whole[0]), to - shortest), to];
    case 'to':
      return [from, Math.max(Math.min(to + days, whole[1]), from + shortest)];
    case 'both': {
      const shift = Math.max(whole[0] - from, Math.min(days, whole[1] - to));
      return [from + shift, to + shift];
    }
  }
}

/** drawn is the window from one place to another, in whole days. */
export function drawn(a: number, b: number, whole: Span): Span {
  const from = Math.max(Math.floor(Math.min(a, b)), whole[0]);
  const to = Math.min(Math.ceil(Math.max(a, b)), whole[1]);
  return from < to ? [from, to] : [Math.min(from, whole[1] - 1), Math.min(from, whole[1] - 1) + 1];
}

/** How far a key moves a part of a window, in days; undefined for keys that mean nothing here. */
export function daysOfKey(key: string, shift: boolean): number | undefined {
  const step = shift ? 30 : 1;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return -step;
    case 'ArrowRight':
    case 'ArrowUp':
      return step;
    case 'PageDown':
      return -30;
    case 'PageUp':
      return 30;
    case 'Home':
      return -Infinity;
    case 'End':
      return Infinity;
    default:
      return undefined;
  }
}

function clamp(n: number, least: number, most: number): number {
  return Math.min(Math.max(n, least), most);
}
