import { CLASSES_BY_CONCERN, type Measures } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { Explained } from '../../ui/Explained';
import { PlaceLink } from '../../ui/PlaceLink';
import { BriefNumbers } from './BriefNumbers';
import { ComplaintRows } from './ComplaintRows';
import { Hotspots } from './Hotspots';
import { cityPlace } from './places';
import { Relatives } from './Relatives';

/**
 * AreaBrief is what the officers of an area see first on its own page: what is
 * new, what waits, where it is worst. Nothing on the other pages.
 */
export function AreaBrief() {
  const { state } = useApp();
  const { page, selection } = state.view.value;
  if (page.kind !== 'area' || (selection && selection.kind !== 'cell')) return null;
  return (
    <div class="brief">
      <BriefHead />
      <Fresh />
      <Waiting />
      <Hotspots />
      <Relatives />
    </div>
  );
}

/** Whose page it is, and the ways to the others. */
function BriefHead() {
  const app = useApp();
  const { t, name } = useLocale();
  const detail = app.queries.area.data.value;
  const set = app.state.areas.value?.set;
  return (
    <header class="brief-head">
      <PlaceLink class="brief-city" place={cityPlace(app)}>
        {t('brief.city', { city: name(app.state.meta.value.city) })}
      </PlaceLink>
      <h2>{detail ? name(detail.area) : '…'}</h2>
      {app.narrow.value && <BriefNumbers />}
      <p class="quiet">
        {set?.approximate ? <Explained term={name(set)} why={t('map.approximate.why')} /> : set && name(set)}
      </p>
    </header>
  );
}

/** What was received since the beginning of yesterday. */
function Fresh() {
  const { brief } = useApp();
  const { t, format } = useLocale();
  const total = brief.fresh.data.value?.total;
  return (
    <section class="card brief-card" aria-labelledby="brief-fresh">
      <h3 id="brief-fresh">
        <Explained
          term={t('brief.fresh')}
          why={t('brief.fresh.why', { day: format.day(brief.yesterday.value) })}
        />
      </h3>
      <Count total={total} n={total?.n} none={t('brief.fresh.none')} name="fresh" />
      <ComplaintRows of={brief.newest} time="received_at" label={t('brief.newest')} />
    </section>
  );
}

/** What is not closed, the longest due first. */
function Waiting() {
  const { brief } = useApp();
  const { t } = useLocale();
  const total = brief.waiting.data.value?.total;
  return (
    <section class="card brief-card" aria-labelledby="brief-waiting">
      <h3 id="brief-waiting">
        <Explained term={t('brief.waiting')} why={t('brief.waiting.why')} />
      </h3>
      <p class="quiet brief-when">{t('brief.waiting.when')}</p>
      <Count total={total} n={total?.n} none={t('brief.waiting.none')} name="waiting" />
      <ComplaintRows of={brief.oldest} time="due_at" label={t('brief.oldest')} />
    </section>
  );
}

interface CountProps {
  total: Measures | undefined;
  n: number | undefined;
  none: string;
  name: string;
}

/** A number with its classes, each with its word. */
function Count({ total, n, none, name }: CountProps) {
  const { t, format } = useLocale();
  if (!total || n === undefined) return <p class="brief-count quiet">…</p>;
  if (n === 0) return <p class="note">{none}</p>;
  return (
    <p class="brief-count" data-brief={name} data-n={n}>
      <strong>{format.count(n)}</strong>
      {CLASSES_BY_CONCERN.filter(c => total[c] > 0).map(c => (
        <span key={c} data-class={c} data-n={total[c]}>
          <span class="dot" style={{ background: `var(--${c})` }} />
          {t(`class.${c}`)} {format.count(total[c])}
        </span>
      ))}
    </p>
  );
}
