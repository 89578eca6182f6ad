import type { TileJSON } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import type { Layer } from '../state/view';
import { Explained } from '../ui/Explained';
import { FaultMessage } from '../ui/StateMessage';
import { PointLegend, pointsAreDrawn } from './PointLegend';
import { ScaleLegend } from './ScaleLegend';

/** How the colours stand: below each other with their numbers in words, or in one row, short. */
export type LegendForm = 'column' | 'row';

/** Legend says what the colours mean, in numbers, and what the map does not show. */
export function Legend({ form = 'column' }: { form?: LegendForm }) {
  const app = useApp();
  const { state, queries } = app;
  const { t } = useLocale();
  const answer = queries.tiles.data.value;
  const fault = queries.tiles.fault.value;
  if (!answer && !fault) return null;
  return (
    <section class="legend" data-form={form} data-points={pointsAreDrawn(app)} aria-label={t('legend.title')}>
      {fault && <FaultMessage fault={fault} onRetry={queries.tiles.retry} />}
      {answer && !fault && (
        <>
          <ScaleLegend answer={answer} />
          {state.played.value && <p class="quiet kept">{t('legend.kept')}</p>}
          <PointLegend />
          <Unplaced tiles={answer.tiles} layer={answer.layer} />
          {state.areas.value?.set.approximate && (
            <p class="quiet approximate">
              <Explained term={t('map.approximate')} why={t('map.approximate.why')} />
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** How many complaints the map cannot show: always there, as a map without them must not look whole. */
function Unplaced({ tiles, layer }: { tiles: TileJSON; layer: Layer }) {
  const { t, format } = useLocale();
  const totals = tiles.legend?.totals;
  if (!totals || totals.n === 0) return null;
  const numbers = { n: format.count(totals.unplaced), total: format.count(totals.n) };
  return (
    <p class="quiet unplaced">
      <span class="long">
        {totals.unplaced === 0
          ? t('legend.unplaced.none', numbers)
          : t(layer === 'areas' ? 'legend.unplaced.areas' : 'legend.unplaced', numbers)}
      </span>
      <span class="short">{t('legend.unplaced.short', numbers)}</span>
    </p>
  );
}
