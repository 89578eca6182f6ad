import { useApp, useLocale } from '../../app';
import { PlaceLink } from '../../ui/PlaceLink';
import { placeName } from '../area-words';
import { areaPlace } from './places';

/** More than this would be a list of its own; the city's page has it. */
const MOST = 12;

/** Relatives leads to the areas above and below, and to those that it came from or became. */
export function Relatives() {
  const { queries } = useApp();
  const { t } = useLocale();
  const detail = queries.area.data.value;
  if (!detail || (!detail.parent && detail.children.length + detail.related.length === 0)) return null;
  const { set } = detail.area;
  const here = (a: { code: string; name: string; name_en: string }) => ({ ...a, set });
  const of = (relation: string) => detail.related.filter(r => r.relation === relation);
  return (
    <section class="card brief-card" aria-label={t('brief.relatives')}>
      <Line label={t('brief.parent')} areas={detail.parent ? [here(detail.parent)] : []} />
      <Line label={t('brief.children')} areas={detail.children.map(here)} />
      <Line label={t('brief.predecessors')} areas={of('predecessor')} />
      <Line label={t('brief.successors')} areas={of('successor')} />
    </section>
  );
}

type Name = { code: string; name: string; name_en: string };
type Linked = Name & { set: string; parent?: Name };

function Line({ label, areas }: { label: string; areas: readonly Linked[] }) {
  const app = useApp();
  const { t, name, format } = useLocale();
  if (areas.length === 0) return null;
  return (
    <p class="brief-relatives">
      <span class="quiet">{label}:</span>{' '}
      {areas.slice(0, MOST).map((a, i) => (
        <>
          {i > 0 && ', '}
          <PlaceLink key={a.code} place={areaPlace(app, a)}>
            {placeName(a, name, areas)}
          </PlaceLink>
        </>
      ))}
      {areas.length > MOST && ` ${t('brief.more', { n: format.count(areas.length - MOST) })}`}
    </p>
  );
}
