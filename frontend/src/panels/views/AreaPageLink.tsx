import { useApp, useLocale } from '../../app';
import { PlaceLink } from '../../ui/PlaceLink';
import { areaPlace } from './places';

/** AreaPageLink leads from the panel of a selected area to that area's own page. */
export function AreaPageLink() {
  const app = useApp();
  const { t, name } = useLocale();
  const { page, selection } = app.state.view.value;
  const area = app.queries.area.data.value?.area;
  if (selection?.kind !== 'area' || area?.code !== selection.code || area.set !== selection.set) return null;
  if (page.kind === 'area' && page.code === area.code && page.set === area.set) return null;
  return (
    <p class="area-page-link">
      <PlaceLink place={areaPlace(app, area)}>{t('brief.open', { name: name(area) })}</PlaceLink>
    </p>
  );
}
