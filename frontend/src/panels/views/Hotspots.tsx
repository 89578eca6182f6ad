import type { Hotspot } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { around } from '../../map/circle';
import { LEAST_OF_SPOT } from '../../state/queries-views';
import { Explained } from '../../ui/Explained';
import { FaultMessage } from '../../ui/StateMessage';

/** A hot spot is seen with some of what is around it, in metres; and not nearer than where its hexagon is drawn. */
const AROUND_M = 500;
const NEAREST_ZOOM = 14;

/** Hotspots lists the hexagons with the most complaints; a row goes there and outlines it. */
export function Hotspots() {
  const { brief } = useApp();
  const { t, format } = useLocale();
  const answer = brief.hotspots.data.value;
  if (brief.hotspots.fault.value) {
    return <FaultMessage fault={brief.hotspots.fault.value} onRetry={brief.hotspots.retry} />;
  }
  if (!answer) return null;
  return (
    <section class="card brief-card" aria-labelledby="brief-hotspots">
      <h3 id="brief-hotspots">
        <Explained
          term={t('brief.hotspots')}
          why={t('brief.hotspots.why', { n: format.count(LEAST_OF_SPOT) })}
        />
      </h3>
      {answer.hotspots.length === 0 && (
        <p class="note">{t('brief.hotspots.none', { n: format.count(LEAST_OF_SPOT) })}</p>
      )}
      <ol class="brief-rows hotspots">
        {answer.hotspots.map((spot, i) => (
          <Spot key={spot.h3} spot={spot} rank={i + 1} />
        ))}
      </ol>
      {answer.unplaced > 0 && (
        <p class="note">{t('brief.hotspots.unplaced', { n: format.count(answer.unplaced) })}</p>
      )}
    </section>
  );
}

function Spot({ spot, rank }: { spot: Hotspot; rank: number }) {
  const { state, map } = useApp();
  const { t, format } = useLocale();
  const { selection } = state.view.value;
  const { n, overdue } = spot.measures;
  const before = spot.compare_n;
  const go = () => {
    const { layer, mode } = state.view.peek();
    if (layer !== 'cells') state.showLayer('cells');
    if (mode !== 'plain') state.look({ mode: 'plain' });
    state.select({ kind: 'cell', h3: spot.h3 });
    map.peek()?.fit(around({ lng: spot.lon, lat: spot.lat, radius: AROUND_M }), NEAREST_ZOOM);
  };
  return (
    <li>
      <button
        type="button"
        class="brief-row"
        data-h3={spot.h3}
        aria-pressed={selection?.kind === 'cell' && selection.h3 === spot.h3}
        onClick={go}
      >
        <span class="brief-rank">{rank}</span>
        <span class="brief-what">{spot.street ?? t('brief.hotspots.noStreet')}</span>
        <span class="brief-n">{format.count(n)}</span>
        <span class="brief-more">
          {t('brief.hotspots.share', { share: format.percent(spot.share) })}
          {overdue > 0 && ` · ${t('brief.hotspots.overdue', { n: format.count(overdue) })}`}
          {before !== undefined && ` · ${t('brief.hotspots.before', { n: format.count(before) })}`}
        </span>
      </button>
    </li>
  );
}
