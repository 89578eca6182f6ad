import { useState } from 'preact/hooks';
import type { TileJSON } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import type { LayerTiles } from '../state/queries-map';
import type { Layer } from '../state/view';
import { Explained } from '../ui/Explained';
import { Icon } from '../ui/Icon';
import { FaultMessage } from '../ui/StateMessage';
import { PointLegend, pointsAreDrawn } from './PointLegend';
import { ScaleLegend } from './ScaleLegend';

/** How the colours stand: below each other with their numbers in words, or in one row, short. */
export type LegendForm = 'column' | 'row';

interface LegendProps {
  form?: LegendForm;
  /** Whether it begins as one line, which opens it: on a low phone it would cover what it explains. */
  foldable?: boolean;
}

/** Legend says what the colours mean, in numbers, and what the map does not show. */
export function Legend({ form = 'column', foldable = false }: LegendProps) {
  const app = useApp();
  const { queries } = app;
  const { t } = useLocale();
  const [open, setOpen] = useState(false);
  const answer = queries.tiles.data.value;
  const fault = queries.tiles.fault.value;
  if (!answer && !fault) return null;
  return (
    <section
      class="legend"
      data-form={form}
      data-folded={foldable ? !open : undefined}
      data-points={pointsAreDrawn(app)}
      aria-label={t('legend.title')}
    >
      {fault && <FaultMessage fault={fault} onRetry={queries.tiles.retry} />}
      {foldable && <FoldLine open={open} onOpen={setOpen} />}
      {answer && !fault && (
        <>
          {(open || !foldable) && <Meaning answer={answer} />}
          <Unplaced tiles={answer.tiles} layer={answer.layer} />
          {(open || !foldable) && <Approximate />}
        </>
      )}
    </section>
  );
}

/** What the colours and the points mean. */
function Meaning({ answer }: { answer: LayerTiles }) {
  const { state } = useApp();
  const { t } = useLocale();
  return (
    <>
      <ScaleLegend answer={answer} />
      {state.played.value && <p class="quiet kept">{t('legend.kept')}</p>}
      <PointLegend />
    </>
  );
}

function Approximate() {
  const { state } = useApp();
  const { t } = useLocale();
  return state.areas.value?.set.approximate ? (
    <p class="quiet approximate">
      <Explained term={t('map.approximate')} why={t('map.approximate.why')} />
    </p>
  ) : null;
}

function FoldLine({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const { t } = useLocale();
  return (
    <button type="button" class="legend-fold" aria-expanded={open} onClick={() => onOpen(!open)}>
      {t('legend.title')}
      <Icon name="down" />
    </button>
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
