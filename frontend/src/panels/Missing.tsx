import { useApp, useLocale } from '../app';
import { resolutionOf } from '../map/cells';
import type { Subject } from './figures';

/** What stands there while the figures are on their way, or when a hexagon is not in the tiles. */
export function Missing({ subject }: { subject: Subject }) {
  const { state, cell, map, tileZoom } = useApp();
  const { t } = useLocale();
  const { selection } = state.view.value;
  if (subject.kind !== 'cell' || selection?.kind !== 'cell' || !cell.value) {
    return (
      <div class="skeleton" role="status" aria-label={t('state.loading')}>
        <span />
        <span />
        <span />
      </div>
    );
  }
  const { resolutions } = state.meta.value;
  const inForce = resolutions[Math.min(tileZoom.value, resolutions.length - 1)];
  const { place } = cell.value;
  const seen = place !== undefined && map.value?.sees(place) && resolutionOf(selection.h3) === inForce;
  return <p class="note">{seen ? t('panel.cell.none') : t('panel.cell.lost')}</p>;
}
