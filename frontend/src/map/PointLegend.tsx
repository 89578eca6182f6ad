import { CLASSES_BY_CONCERN, type Class, type TileJSON } from '../api/vocabulary';
import { type App, useApp, useLocale } from '../app';
import { Explained } from '../ui/Explained';
import { POINT_ZOOM } from './points';
import { truncated } from './told';

/** pointsAreDrawn reports whether the map is near enough for single complaints. Reads signals: call it while drawing. */
export function pointsAreDrawn({ queries, tileZoom }: App): boolean {
  return queries.points.data.value !== undefined && tileZoom.value >= POINT_ZOOM;
}

/** PointLegend says what the points mean, while single complaints are drawn. */
export function PointLegend() {
  const app = useApp();
  const { queries, state } = app;
  const { t, format } = useLocale();
  const answer = queries.points.data.value;
  if (!answer || !pointsAreDrawn(app)) return null;
  return (
    <div class="point-legend">
      <h2>
        <Explained term={t('legend.points')} why={t('legend.points.why')} />
      </h2>
      <ul>
        {CLASSES_BY_CONCERN.map(name => (
          <li key={name}>
            <Point of={name} />
            {t(`class.${name}`)}
          </li>
        ))}
      </ul>
      {state.view.value.layer === 'areas' && <Pointless tiles={answer.tiles} />}
      {truncated.value !== undefined && (
        <p class="truncated">{t('legend.points.truncated', { n: format.count(truncated.value) })}</p>
      )}
    </div>
  );
}

/** The point of a class, as the map draws it (points.ts); its looks are in legend.css. */
function Point({ of }: { of: Class }) {
  return <span class="point" data-class={of} aria-hidden="true" />;
}

/** Areas hold complaints that are no points. */
function Pointless({ tiles }: { tiles: TileJSON }) {
  const { t, format } = useLocale();
  const totals = tiles.legend?.totals;
  if (!totals || totals.unplaced === 0) return null;
  return (
    <p class="quiet long">
      {t('legend.points.unplaced', { n: format.count(totals.unplaced), total: format.count(totals.n) })}
    </p>
  );
}
