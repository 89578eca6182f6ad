import { useApp, useLocale } from '../../app';
import { Logo } from '../../ui/Icon';
import { PlaceLink } from '../../ui/PlaceLink';
import { cityPlace } from './places';

/** NoArea is the page of an area that is not there. */
export function NoArea({ set, code }: { set: string; code: string }) {
  const app = useApp();
  const { t } = useLocale();
  const place = cityPlace(app);
  return (
    <main class="boot">
      <Logo />
      <h1>{t('area.none')}</h1>
      <p>{t('area.none.why', { set, code })}</p>
      <PlaceLink
        class="button"
        place={{ ...place, view: { ...place.view, set: '', level: '', selection: null } }}
      >
        {t('area.none.city')}
      </PlaceLink>
    </main>
  );
}
