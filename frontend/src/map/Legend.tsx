import type { Measure } from '../api/vocabulary';
import { type Locale, useApp, useLocale } from '../app';
import { Explained } from '../ui/Explained';
import { FaultMessage } from '../ui/StateMessage';
import { cellSurface } from './cells';
import { areaBreaks, cellBreaks, type LegendClass, legendClasses } from './scale';

/** Legend says what the colours mean, in numbers, and what the map does not show. */
export function Legend() {
  const { state, queries, theme, tileZoom } = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const answer = queries.tiles.data.value;
  const { measure } = state.view.value;
  const fault = queries.tiles.fault.value;
  if (fault) {
    return (
      <section class="legend" aria-label={t('legend.title')}>
        <FaultMessage fault={fault} onRetry={queries.tiles.retry} />
      </section>
    );
  }
  if (!answer) return null;
  const { tiles, layer } = answer;
  const resolution = resolutionAt(state.meta.value.resolutions, Math.min(tileZoom.value, tiles.maxzoom));
  const breaks =
    layer === 'cells' ? (cellBreaks(tiles, measure).get(resolution) ?? []) : areaBreaks(tiles, measure);
  const classes = legendClasses(breaks, measure, theme.value);
  const totals = tiles.legend?.totals;
  const km2 = layer === 'cells' ? cellSurface(resolution) : undefined;
  return (
    <section class="legend" aria-label={t('legend.title')}>
      <h2>
        <Explained term={t(`measure.${measure}`)} why={t(`measure.${measure}.why`)} />
      </h2>
      {km2 !== undefined && <p class="quiet">{t('legend.cell', { km2: format.surface(km2) })}</p>}
      {totals?.n === 0 ? (
        <p class="quiet">{t('legend.empty')}</p>
      ) : (
        <ol>
          {classes.map(c => (
            <li key={c.colour}>
              <span class="swatch" style={{ '--colour': c.colour }} />
              <span class="long">{classText(c, measure, locale)}</span>
              <span class="short">{shortText(c, measure, locale)}</span>
            </li>
          ))}
        </ol>
      )}
      {totals && totals.unplaced > 0 && (
        <p class="quiet unplaced">
          {t('legend.unplaced', { n: format.count(totals.unplaced), total: format.count(totals.n) })}
        </p>
      )}
      {state.areas.value?.set.approximate && (
        <p class="quiet approximate">
          <Explained term={t('map.approximate')} why={t('map.approximate.why')} />
        </p>
      )}
    </section>
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
