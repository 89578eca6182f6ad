import type { Measure } from '../api/vocabulary';
import { type Locale, useApp, useLocale } from '../app';
import type { LayerTiles } from '../state/queries-map';
import { Explained } from '../ui/Explained';
import { cellSurface } from './cells';
import { areaBreaks, cellBreaks, type LegendClass, legendClasses } from './scale';

/** ScaleLegend is the colours of the measure with their numbers. They hold for the whole filter. */
export function ScaleLegend({ answer: { tiles, layer } }: { answer: LayerTiles }) {
  const { state, theme, tileZoom } = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const { measure } = state.view.value;
  const resolution = resolutionAt(state.meta.value.resolutions, Math.min(tileZoom.value, tiles.maxzoom));
  const breaks =
    layer === 'cells' ? (cellBreaks(tiles, measure).get(resolution) ?? []) : areaBreaks(tiles, measure);
  const km2 = layer === 'cells' ? cellSurface(resolution) : undefined;
  return (
    <>
      <h2>
        <Explained term={t(`measure.${measure}`)} why={t(`measure.${measure}.why`)} />
      </h2>
      {km2 !== undefined && <p class="quiet">{t('legend.cell', { km2: format.surface(km2) })}</p>}
      {tiles.legend?.totals.n === 0 ? (
        <p class="quiet">{t('legend.empty')}</p>
      ) : (
        <ol class="scale">
          {legendClasses(breaks, measure, theme.value).map(c => (
            <li key={c.colour}>
              <span class="swatch" style={{ '--colour': c.colour }} />
              <span class="long">{classText(c, measure, locale)}</span>
              <span class="short">{shortText(c, measure, locale)}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** The range of a class in words: counts by whole numbers, others by their bounds. */
function classText({ from, to }: LegendClass, m: Measure, { t, format }: Locale): string {
  if (from === undefined && to === undefined) return '';
  if (to === undefined) {
    // Shares end at one: "95 – 100 %", not "95 % and more".
    if (SHARES.includes(m) && from !== undefined && from <= 1) {
      return from === 1
        ? format.measure(m, 1)
        : t('legend.between', { a: format.measure(m, from), b: format.measure(m, 1) });
    }
    return t('legend.from', { n: format.measure(m, from) });
  }
  if (m === 'n') {
    // Whole numbers: a class ends one below the next.
    const first = from ?? 1;
    const last = to - 1;
    return last <= first
      ? format.measure(m, first)
      : t('legend.between', { a: format.measure(m, first), b: format.measure(m, last) });
  }
  if (from === undefined) return t('legend.upTo', { n: format.measure(m, to) });
  return t('legend.between', { a: format.measure(m, from), b: format.measure(m, to) });
}

/** Measures that are parts of one. */
const SHARES: readonly Measure[] = ['on_time_rate', 'overdue_share'];

/** Where a class begins: enough where there is no room for more. */
function shortText({ from, to }: LegendClass, m: Measure, { format }: Locale): string {
  if (from === undefined) return to === undefined ? '' : `< ${format.measure(m, to)}`;
  return `${format.measure(m, from)}${to === undefined ? '+' : ''}`;
}

function resolutionAt(resolutions: readonly number[], zoom: number): number {
  return resolutions[Math.min(zoom, resolutions.length - 1)] ?? 0;
}
