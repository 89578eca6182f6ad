import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp, useLocale } from '../app';
import { CURVE_MARGIN } from '../charts/sizes';
import { dayAt, dayNumber } from '../state/days';

type Span = readonly [from: number, to: number];
type Edge = 'from' | 'to' | 'both';

/**
 * TimeWindow lies over the curve: the chosen days between two edges. Either edge
 * and the middle can be dragged; arrow keys move an edge by a day, with Shift by
 * thirty. Days are numbers, the end is exclusive.
 */
export function TimeWindow({ span }: { span: Span }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const { from, to } = state.filter.value;
  const chosen = clamp([from ? dayNumber(from) : span[0], to ? dayNumber(to) : span[1]], span);
  const [moving, setMoving] = useState<Span | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const window = moving ?? chosen;
  const share = (day: number) => `${((day - span[0]) / (span[1] - span[0])) * 100}%`;

  const commit = ([first, end]: Span) => {
    // An edge at the end of the data is no bound: later complaints belong to the window too.
    state.narrow({
      from: first <= span[0] ? undefined : dayAt(first),
      to: end >= span[1] && first <= span[0] ? undefined : dayAt(end),
    });
  };
  const drag = useDrag(box, span, setMoving, commit);
  const edge = (which: 'from' | 'to', label: string) => {
    const day = which === 'from' ? window[0] : window[1];
    const shown = dayAt(which === 'from' ? day : day - 1);
    return (
      <div
        class={`edge edge-${which}`}
        style={{ left: share(day) }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={span[0]}
        aria-valuemax={span[1]}
        aria-valuenow={day}
        aria-valuetext={format.day(shown)}
        onPointerDown={event => drag(event, which, chosen)}
        onKeyDown={event => {
          const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          commit(moved(chosen, which, step * (event.shiftKey ? 30 : 1), span));
        }}
      />
    );
  };
  return (
    <div
      class="window"
      style={{
        left: `${CURVE_MARGIN.left}px`,
        right: `${CURVE_MARGIN.right}px`,
        bottom: `${CURVE_MARGIN.bottom}px`,
      }}
      ref={box}
    >
      <span class="outside" style={{ left: 0, width: share(window[0]) }} />
      <span class="outside" style={{ left: share(window[1]), right: 0 }} />
      <span
        class="inside"
        style={{ left: share(window[0]), width: `calc(${share(window[1])} - ${share(window[0])})` }}
        onPointerDown={event => drag(event, 'both', chosen)}
      />
      {edge('from', t('time.windowStart'))}
      {edge('to', t('time.windowEnd'))}
    </div>
  );
}

/** useDrag follows the pointer from an edge or the middle until it is let go; Esc gives up. */
function useDrag(
  box: { current: HTMLDivElement | null },
  span: Span,
  show: (window: Span | null) => void,
  commit: (window: Span) => void,
) {
  const stop = useRef<() => void>(() => {});
  useEffect(() => () => stop.current(), []);
  return (start: PointerEvent, edge: Edge, window: Span) => {
    start.preventDefault();
    const width = box.current?.clientWidth ?? 1;
    const at = (event: PointerEvent) =>
      moved(window, edge, Math.round(((event.clientX - start.clientX) / width) * (span[1] - span[0])), span);
    const onMove = (event: PointerEvent) => show(at(event));
    const onUp = (event: PointerEvent) => {
      stop.current();
      if (event.clientX !== start.clientX) commit(at(event));
    };
    stop.current = () => {
      document.removeEventListener('pointermove', onMove);
      document.removeEventListener('pointerup', onUp);
      document.removeEventListener('pointercancel', stop.current);
      show(null);
    };
    document.addEventListener('pointermove', onMove);
    document.addEventListener('pointerup', onUp);
    document.addEventListener('pointercancel', stop.current);
  };
}

/** moved is a window with an edge moved by days, at least a day long and inside the span. */
export function moved([from, to]: Span, edge: Edge, days: number, span: Span): Span {
  switch (edge) {
    case 'from':
      return [Math.min(Math.max(from + days, span[0]), to - 1), to];
    case 'to':
      return [from, Math.max(Math.min(to + days, span[1]), from + 1)];
    case 'both': {
      const shift = Math.max(span[0] - from, Math.min(days, span[1] - to));
      return [from + shift, to + shift];
    }
  }
}

function clamp([from, to]: Span, span: Span): Span {
  const first = Math.min(Math.max(from, span[0]), span[1] - 1);
  return [first, Math.max(Math.min(to, span[1]), first + 1)];
}
