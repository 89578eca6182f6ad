import { useApp, useLocale } from '../../app';
import type { Subject } from '../../state/route';
import { Logo } from '../../ui/Icon';
import { PlaceLink } from '../../ui/PlaceLink';
import { cityPlace } from './places';

/** NotThere is the page of an area or a complaint that does not exist: what was asked for, and the way to the city. */
export function NotThere({ what }: { what: Subject }) {
  const app = useApp();
  const { t } = useLocale();
  const place = cityPlace(app);
  return (
    <main class="boot">
      <Logo />
      <h1>{t(what.kind === 'area' ? 'area.none' : 'complaint.gone')}</h1>
      <p>{what.kind === 'area' ? t('area.none.why', what) : t('complaint.gone.why', what)}</p>
      <PlaceLink
        class="button"
        place={{ ...place, view: { ...place.view, set: '', level: '', selection: null } }}
      >
        {t('area.none.city')}
      </PlaceLink>
    </main>
  );
}
