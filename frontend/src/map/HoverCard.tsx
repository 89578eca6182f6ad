import { type App, type Locale, useApp, useLocale } from '../app';
import { pointedText } from './pointed-text';
import type { Pointed } from './pointing';
import { hovered, middle } from './told';

/** HoverCard says in a word what is under the pointer, or in the middle of a map that is moved by keyboard. */
export function HoverCard() {
  const app = useApp();
  const locale = useLocale();
  const at = hovered.value ?? middle.value?.pointed;
  if (!at) return null;
  const { title, lines } = pointedText(at, app, locale);
  return (
    <div class="hover-card" aria-hidden="true" style={{ transform: beside(at) }}>
      <b>{title}</b>
      {lines.map(({ text, alarm }) => (
        <span key={text} class={alarm ? 'alarm' : undefined}>
          {text}
        </span>
      ))}
    </div>
  );
}

/** MiddleNote tells a screen reader what is in the middle of the map while the keyboard moves it. */
export function MiddleNote() {
  const app = useApp();
  const locale = useLocale();
  const at = middle.value;
  return (
    <p class="unseen" role="status">
      {at && spoken(at.pointed, app, locale)}
    </p>
  );
}

function spoken(pointed: Pointed | null, app: App, locale: Locale): string {
  if (!pointed) return locale.t('map.nothingHere');
  const { title, lines } = pointedText(pointed, app, locale);
  return [title, ...lines.map(l => l.text)].join(', ');
}

/** Beside the pointer, on the side where there is room: the pointer's place is a share of the map. */
function beside({ x, y, right, low }: Pointed): string {
  return `translate(${x}px, ${y}px) translate(${right ? 'calc(-100% - 12px)' : '14px'}, ${low ? 'calc(-100% - 8px)' : '14px'})`;
}
