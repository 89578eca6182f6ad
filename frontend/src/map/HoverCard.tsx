import { signal } from '@preact/signals';
import { useApp, useLocale } from '../app';
import { areaByCode } from '../state/queries';
import { measuresOfTile } from './cells';
import type { Pointed } from './city-map';

/** What the pointer is over. Of the map alone, and gone with it. */
export const hovered = signal<Pointed | null>(null);

/** HoverCard says in a word what is under the pointer. */
export function HoverCard() {
  const { state, queries } = useApp();
  const { t, format, name } = useLocale();
  const at = hovered.value;
  if (!at) return null;
  const { measure } = state.view.value;
  const m = measuresOfTile(at.properties);
  const { selection } = at;
  const area =
    selection.kind === 'area'
      ? areaByCode(queries.ranking.data.value, selection.set, selection.code)
      : undefined;
  const title = area ? name(area) : (at.properties.name ?? t('panel.cell'));
  return (
    <div class="hover-card" aria-hidden="true" style={{ transform: beside(at) }}>
      <b>{String(title)}</b>
      <span>
        {format.count(m.n)} {t(m.n === 1 ? 'figure.complaints.one' : 'figure.complaints.other')}
      </span>
      {measure !== 'n' && (
        <span>
          {t(`measure.${measure}`)}: {format.measure(measure, m[measure])}
        </span>
      )}
      {m.overdue > 0 && measure === 'n' && (
        <span class="alarm">
          {format.count(m.overdue)} {t('class.overdue').toLowerCase()}
        </span>
      )}
    </div>
  );
}

/** Beside the pointer, on the side where there is room: the pointer's place is a share of the map. */
function beside({ x, y, right, low }: Pointed): string {
  return `translate(${x}px, ${y}px) translate(${right ? 'calc(-100% - 12px)' : '14px'}, ${low ? 'calc(-100% - 8px)' : '14px'})`;
}
