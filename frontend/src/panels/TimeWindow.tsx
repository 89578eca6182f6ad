import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp, useLocale } from '../app';
import { CURVE_MARGIN } from '../charts/sizes';
import type { LiveWindow } from '../state/live-window';
import { momentAtPlace } from '../state/moments';
import { daysOfKey, moved, type Part, type Span } from '../state/span';
import { useWindowDrag } from './window-drag';

interface Props {
  /** The days that the curve shows. */
  span: Span;
  /** Where the window is now. */
  chosen: ReadonlySignal<Span>;
  live: LiveWindow;
  /** Double-click, or Delete: no window at all. */
  onReset: () => void;
  /** The curve. */
  children: ComponentChildren;
}

/**
 * TimeWindow lies over the curve: the chosen days between two edges. An edge is
 * dragged, or moved by the keyboard; the middle moves all of it; a drag on the ground
 * beside it draws a window anew.
 */
export function TimeWindow({ span, chosen, live, onReset, children }: Props) {
  const { t } = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const drag = useWindowDrag(box, span, chosen, live);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div class="curve" role="group" aria-label={t('time.window')} ref={box} {...drag} onDblClick={onReset}>
      {children}
      <div
        class="window"
        style={{
          left: `${CURVE_MARGIN.left}px`,
          right: `${CURVE_MARGIN.right}px`,
          bottom: `${CURVE_MARGIN.bottom}px`,
        }}
      >
        <Overlay span={span} chosen={chosen} live={live} onReset={onReset} />
      </div>
    </div>
  );
}

/** The window as it stands: what is outside of it pales, and its parts can be taken. */
function Overlay({ span, chosen, live, onReset }: Omit<Props, 'children'>) {
  const window = chosen.value;
  const share = (place: number) => {
    const [from, to] = span;
    return `${(Math.min(Math.max((place - from) / (to - from), 0), 1) * 100).toFixed(4)}%`;
  };
  const places = { '--from': share(window[0]), '--to': share(window[1]) };
  const handle = { span, window, live, onReset };
  return (
    <div class="window-parts" style={places}>
      <span class="outside before" />
      <span class="outside after" />
      <span class="inside" />
      {live.moving.value && <MovingDates window={window} />}
      <Handle part="from" {...handle} />
      <Handle part="both" {...handle} />
      <Handle part="to" {...handle} />
    </div>
  );
}

/** The dates beside the hand, while it moves the window. */
function MovingDates({ window }: { window: Span }) {
  const { state } = useApp();
  const { format } = useLocale();
  const { timeZone } = state.clock.value;
  const [from, to] = window.map(place => momentAtPlace(place, timeZone));
  return (
    <span class="moving-dates" aria-hidden="true">
      {format.period({ from, to })}
    </span>
  );
}

interface HandleProps {
  part: Part;
  span: Span;
  window: Span;
  live: LiveWindow;
  onReset: () => void;
}

/** What takes a part of the window: a slider for the keyboard, a grip for the hand. */
function Handle({ part, span, window, live, onReset }: HandleProps) {
  const { state } = useApp();
  const { t, format } = useLocale();
  // What the keys do until the focus goes elsewhere is one step of the history.
  useEffect(() => () => live.end(), [live]);
  const { timeZone } = state.clock.peek();
  const [from, to] = window.map(place => momentAtPlace(place, timeZone)) as [string, string];
  const says = { from: format.since(from), to: format.until(to), both: format.days(from, to) };
  return (
    <div
      class={`handle handle-${part}`}
      data-part={part}
      role="slider"
      tabIndex={0}
      aria-label={t(`time.handle.${part}`)}
      aria-valuemin={span[0]}
      aria-valuemax={span[1]}
      aria-valuenow={part === 'to' ? window[1] : window[0]}
      aria-valuetext={says[part]}
      onBlur={() => live.end()}
      onKeyDown={event => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const days = daysOfKey(event.key, event.shiftKey);
        if (event.key === 'Delete') onReset();
        else if (days !== undefined) live.nudge(moved(window, part, days, span));
        else return;
        event.preventDefault();
      }}
    />
  );
}
