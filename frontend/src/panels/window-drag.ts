import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { CURVE_MARGIN } from '../charts/sizes';
import type { LiveWindow } from '../state/live-window';
import { drawn, isWhole, moved, type Part, type Span } from '../state/span';

/** How far a press on the ground must move, in pixels, to be more than a click. */
const THRESHOLD = 4;

/** A press that goes on: where it began, and what it moves. `new` draws a window. */
interface Press {
  readonly pointer: number;
  readonly x: number;
  readonly part: Part | 'new';
  readonly window: Span;
  moved: boolean;
}

/**
 * useWindowDrag follows one pointer over the curve, mouse, pen or finger, from a
 * part of the window or from the ground until it is let go; Esc takes it back.
 * It gives the handlers of the curve's box.
 */
export function useWindowDrag(
  box: { readonly current: HTMLElement | null },
  span: Span,
  chosen: ReadonlySignal<Span>,
  live: LiveWindow,
) {
  const press = useRef<Press | undefined>(undefined);
  const handlers = useMemo(() => {
    // Measured once a visit of the pointer: to ask while things move costs a layout each time.
    let rect: DOMRect | undefined;
    const measure = () => {
      rect = box.current?.getBoundingClientRect();
    };
    const placeAt = ({ clientX }: { clientX: number }) => placeIn(rect, clientX, span);
    const begin = (event: PointerEvent) => {
      if (event.button !== 0 || press.current) return;
      measure();
      const window = chosen.peek();
      const part = partOf(event.target) ?? groundAt(placeAt(event), window, span);
      press.current = { pointer: event.pointerId, x: event.clientX, part, window, moved: false };
      box.current?.setPointerCapture(event.pointerId);
    };
    const follow = (event: PointerEvent) => {
      const now = press.current;
      if (!now)
        return hint(box.current, partOf(event.target) ?? groundAt(placeAt(event), chosen.peek(), span));
      if (event.pointerId !== now.pointer) return;
      now.moved ||= Math.abs(event.clientX - now.x) >= THRESHOLD;
      if (!now.moved) return;
      const start = placeAt({ clientX: now.x });
      const days = Math.round(placeAt(event) - start);
      live.move(
        now.part === 'new' ? drawn(start, placeAt(event), span) : moved(now.window, now.part, days, span),
      );
    };
    const end = (event: PointerEvent) => {
      if (event.pointerId !== press.current?.pointer) return;
      if (press.current.moved) live.end();
      press.current = undefined;
    };
    const cancel = () => {
      if (press.current?.moved) live.giveUp();
      press.current = undefined;
    };
    return { measure, begin, follow, end, cancel };
  }, [box, span, chosen, live]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !press.current) return;
      event.preventDefault(); // it ends the drag, and nothing else
      handlers.cancel();
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => {
      document.removeEventListener('keydown', onKey, { capture: true });
      handlers.cancel();
    };
  }, [handlers]);

  return {
    onPointerEnter: handlers.measure,
    onPointerDown: handlers.begin,
    onPointerMove: handlers.follow,
    onPointerUp: handlers.end,
    onPointerCancel: handlers.cancel,
  };
}

/** The place on the calendar that is drawn at a pixel of the screen. */
function placeIn(box: DOMRect | undefined, x: number, [from, to]: Span): number {
  const { left, width } = box ?? { left: 0, width: 1 };
  const inner = width - CURVE_MARGIN.left - CURVE_MARGIN.right;
  return from + ((x - left - CURVE_MARGIN.left) / inner) * (to - from);
}

function partOf(target: EventTarget | null): Part | undefined {
  const part =
    target instanceof Element ? target.closest<HTMLElement>('[data-part]')?.dataset.part : undefined;
  return part as Part | undefined;
}

/** What a press on the ground takes: the window itself inside of it, a new one beside it. */
function groundAt(place: number, window: Span, span: Span): Part | 'new' {
  const inside = place >= window[0] && place <= window[1];
  return inside && !isWhole(window, span) ? 'both' : 'new';
}

/** Lets the pointer say what a press would take. */
function hint(box: HTMLElement | null, part: Part | 'new'): void {
  if (box && box.dataset.over !== part) box.dataset.over = part;
}
