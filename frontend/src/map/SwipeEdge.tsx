import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLocale } from '../app';

interface Props {
  /** Percent of the map's width, from the left; followed while it is dragged. */
  split: Signal<number>;
  /** It has come to rest. */
  onMoved: (split: number) => void;
  children: ComponentChildren;
}

/** Percent that a key moves the edge by. */
const STEP = 2;
const LEAP = 10;

/** SwipeEdge is the edge between two maps: it is dragged, or moved by the arrow keys. */
export function SwipeEdge({ split, onMoved, children }: Props) {
  const { t, format } = useLocale();
  const percent = Math.round(split.value);
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const map = event.currentTarget.parentElement?.getBoundingClientRect();
    if (map) split.value = within(((event.clientX - map.left) / map.width) * 100);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be dragged; this is ARIA's window splitter.
    <div
      class="swipe-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('swipe.edge')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={t('swipe.edge.at', { n: format.percent(percent / 100) })}
      tabIndex={0}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault(); // no text is selected
        event.currentTarget.focus({ preventScroll: true });
      }}
      onPointerMove={event => event.currentTarget.hasPointerCapture(event.pointerId) && drag(event)}
      onLostPointerCapture={() => onMoved(Math.round(split.peek()))}
      onKeyDown={event => {
        // Not what was drawn last: keys may come faster than that.
        const to = moved(Math.round(split.peek()), event);
        if (to === undefined) return;
        event.preventDefault();
        split.value = within(to);
        onMoved(split.value);
      }}
    >
      <span class="swipe-grip" aria-hidden="true" />
      {children}
    </div>
  );
}

/** Where a key moves the edge to; undefined for a key that does not. */
function moved(from: number, { key, shiftKey }: KeyboardEvent): number | undefined {
  const step = shiftKey ? LEAP : STEP;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return from - step;
    case 'ArrowRight':
    case 'ArrowUp':
      return from + step;
    case 'PageDown':
      return from - LEAP;
    case 'PageUp':
      return from + LEAP;
    case 'Home':
      return 0;
    case 'End':
      return 100;
    default:
      return undefined;
  }
}

function within(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
