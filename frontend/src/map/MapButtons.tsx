import { useApp, useLocale } from '../app';
import type { Bounds } from '../state/home';
import { Icon } from '../ui/Icon';

/** MapButtons move the map for those who do not drag or pinch. */
export function MapButtons() {
  const { map, state, queries } = useApp();
  const { t } = useLocale();
  if (!map.value) return null;
  const area = queries.area.data.value?.area;
  const home = state.view.value.page.kind === 'area' && area ? area : state.meta.value.city;
  return (
    <div class="map-buttons">
      <button
        type="button"
        aria-label={t('map.zoomIn')}
        title={t('map.zoomIn')}
        onClick={() => map.peek()?.zoomBy(1)}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        aria-label={t('map.zoomOut')}
        title={t('map.zoomOut')}
        onClick={() => map.peek()?.zoomBy(-1)}
      >
        <Icon name="minus" />
      </button>
      <button
        type="button"
        aria-label={t(home === area ? 'map.homeArea' : 'map.home')}
        title={t(home === area ? 'map.homeArea' : 'map.home')}
        onClick={() => map.peek()?.fit(home.bounds as unknown as Bounds)}
      >
        <Icon name="home" />
      </button>
    </div>
  );
}
