/** The rows that are drawn of a long list: first and last, the last one included; none when last < first. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** What is seen of a list: its rows' height, the height of the view and how far it is scrolled. */
export interface Sight {
  readonly row: number;
  readonly view: number;
  readonly top: number;
  readonly count: number;
}

/** Rows drawn above and below what is seen, so that a short scroll finds them there. */
const SPARE = 8;

/** seen is what lies in view, in part or whole. */
export function seen({ row, view, top, count }: Sight): Span {
  const first = Math.max(0, Math.floor(top / row));
  return { first: Math.min(first, count), last: Math.min(count, Math.ceil((top + view) / row)) - 1 };
}

/** drawn is what is in the document: what is seen, and some more. */
export function drawn(sight: Sight): Span {
  const { first, last } = seen(sight);
  return { first: Math.max(0, first - SPARE), last: Math.min(sight.count - 1, last + SPARE) };
}

/** rowOf is the row that is meant by one which a shorter list may not have any more; -1 in an empty list. */
export function rowOf(wanted: number, { count }: Sight): number {
  return Math.min(Math.max(wanted, 0), count - 1);
}

/** isDrawn tells whether a row is in the document. */
export function isDrawn(index: number, sight: Sight): boolean {
  const { first, last } = drawn(sight);
  return index >= first && index <= last;
}

/** How many rows a page key moves: as many as are seen whole, less one to hold on to. */
export function pageOf({ row, view }: Sight): number {
  return Math.max(1, Math.floor(view / row) - 1);
}

/** topFor is the smallest scroll that brings a row into view whole. */
export function topFor(index: number, { row, view, top }: Sight): number {
  const above = index * row;
  if (above < top) return above;
  return Math.max(top, above + row - view);
}

/** keyed is the row that a key goes to; undefined when the key is none that moves. */
export function keyed(key: string, active: number, sight: Sight): number | undefined {
  const last = sight.count - 1;
  const to = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + pageOf(sight),
    PageUp: active - pageOf(sight),
    Home: 0,
    End: last,
  }[key];
  return to === undefined || last < 0 ? undefined : Math.max(0, Math.min(last, to));
}
