/** A rectangle on the map, in pixels from its upper left corner. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How much of the map's edges is left out, in pixels. */
export type Insets = Rect;

/**
 * clearInsets is where, on a map of some size, a thing of some shape (width by height) is
 * seen largest with nothing lying on it: what lies on the map does not move out of the way.
 */
export function clearInsets(
  map: { readonly width: number; readonly height: number },
  covers: readonly Rect[],
  aspect: number,
): Insets {
  const whole = { left: 0, top: 0, right: map.width, bottom: map.height };
  const near = covers.filter(c => overlap(c, whole));
  const best = emptyRects(whole, near).reduce(
    (one, other) => (sizeIn(other, aspect) > sizeIn(one, aspect) ? other : one),
    { left: 0, top: 0, right: 0, bottom: 0 },
  );
  if (sizeIn(best, aspect) === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  return {
    left: best.left,
    top: best.top,
    right: map.width - best.right,
    bottom: map.height - best.bottom,
  };
}

/** isClear is whether a point of the map is seen: on the map, and under nothing. */
export function isClear(
  map: { readonly width: number; readonly height: number },
  covers: readonly Rect[],
  { x, y }: { readonly x: number; readonly y: number },
): boolean {
  const on = ({ left, top, right, bottom }: Rect) => x >= left && x <= right && y >= top && y <= bottom;
  return on({ left: 0, top: 0, right: map.width, bottom: map.height }) && !covers.some(on);
}

/** Every empty rectangle whose sides lie on the map's edges or on those of what covers it: few lie on it. */
function emptyRects(whole: Rect, covers: readonly Rect[]): Rect[] {
  const within = (low: number, high: number) => (v: number) => Math.min(Math.max(v, low), high);
  const across = within(whole.left, whole.right);
  const down = within(whole.top, whole.bottom);
  const xs = [
    ...new Set([whole.left, whole.right, ...covers.flatMap(c => [across(c.left), across(c.right)])]),
  ];
  const ys = [...new Set([whole.top, whole.bottom, ...covers.flatMap(c => [down(c.top), down(c.bottom)])])];
  return pairs(xs)
    .flatMap(([left, right]) => pairs(ys).map(([top, bottom]) => ({ left, right, top, bottom })))
    .filter(rect => !covers.some(c => overlap(rect, c)));
}

function pairs(values: readonly number[]): [low: number, high: number][] {
  return values.flatMap(low =>
    values.filter(high => high > low).map(high => [low, high] as [number, number]),
  );
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** How wide a thing of this shape can be drawn in a rectangle. */
function sizeIn({ left, top, right, bottom }: Rect, aspect: number): number {
  return Math.min(right - left, (bottom - top) * aspect);
}
