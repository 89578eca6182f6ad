import { CLASSES_BY_CONCERN, type Measures } from '../api/vocabulary';
import { type Locale, useApp, useLocale } from '../app';
import { cellSurface, resolutionOf } from '../map/cells';
import { lengthInDays } from '../state/periods';
import { Explained } from '../ui/Explained';
import { Icon } from '../ui/Icon';
import { RollingNumber } from '../ui/RollingNumber';
import type { Subject } from './figures';
import { AreaPageLink } from './views/AreaPageLink';

/** Headline is the one big number with its change, and the few figures beside it. */
export function Headline({ subject }: { subject: Subject }) {
  const locale = useLocale();
  const { t, format } = locale;
  const { measures } = subject;
  return (
    <section class="headline" data-subject={subject.kind}>
      <Heading subject={subject} />
      {measures ? (
        <>
          <p class="big">
            <strong>
              <RollingNumber value={measures.n} format={format.count} />
            </strong>
            <span>{t(measures.n === 1 ? 'figure.complaints.one' : 'figure.complaints.other')}</span>
          </p>
          <Change subject={subject} />
          <ClassBar measures={measures} />
          {measures.n > 0 && <Figures measures={measures} subject={subject} />}
        </>
      ) : (
        <Missing subject={subject} />
      )}
    </section>
  );
}

function Heading({ subject }: { subject: Subject }) {
  const app = useApp();
  const locale = useLocale();
  const { t } = locale;
  const { panels, state } = app;
  const title = titleOf(subject, locale, app.state.meta.value.city);
  return (
    <header class="panel-head">
      <div class="heading">
        <h2>{title}</h2>
        <p class="quiet">{locale.format.period(app.state.filter.value)}</p>
        <AreaPageLink />
      </div>
      {state.view.value.selection === null ? (
        <button
          type="button"
          class="quiet-button icon-only fold-figures"
          aria-label={t('panel.hide')}
          title={t('panel.hide')}
          onClick={() => {
            panels.figures.value = false;
          }}
        >
          <Icon name="right" />
        </button>
      ) : (
        <button
          type="button"
          class="quiet-button icon-only"
          aria-label={t('panel.back', { name: title })}
          title={t('panel.back', { name: title })}
          onClick={() => state.select(null)}
        >
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

function titleOf(subject: Subject, { t, name }: Locale, city: { name: string; name_en: string }): string {
  if (subject.kind === 'cell') return t('panel.cell');
  if (subject.kind === 'area') return subject.area ? name(subject.area) : '…';
  return name(city);
}

/** The change against the same length of time before. */
function Change({ subject }: { subject: Subject }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const days = lengthInDays(state.filter.value, state.meta.value.city.time_zone);
  const { measures, before } = subject;
  if (!measures || !before || days === undefined) return null;
  const change = format.change(measures.n, before.total.n);
  if (!change) return null;
  return (
    <p
      class="change"
      title={t('figure.change.before', {
        n: format.count(before.total.n),
        from: format.since(before.from),
        to: format.until(before.to),
      })}
    >
      <b>{change}</b> {t('figure.change', { n: format.decimal(days) })}
    </p>
  );
}

/** The classes as one bar, the worst first; its words are in the ring's table below. */
function ClassBar({ measures }: { measures: Measures }) {
  const { t, format } = useLocale();
  if (measures.n === 0) return null;
  const parts = CLASSES_BY_CONCERN.filter(name => measures[name] > 0);
  const text = parts.map(name => `${t(`class.${name}`)} ${format.count(measures[name])}`).join(', ');
  return (
    <div class="class-bar" role="img" aria-label={text}>
      {parts.map(name => (
        <span
          key={name}
          title={`${t(`class.${name}`)}: ${format.count(measures[name])}`}
          style={{ flexGrow: measures[name], background: `var(--${name})` }}
        />
      ))}
    </div>
  );
}

function Figures({ measures, subject }: { measures: Measures; subject: Subject }) {
  const { t, format } = useLocale();
  const time = (s: number | undefined) => (s === undefined ? t('figure.unknown') : format.duration(s));
  const rate = measures.on_time_rate;
  const overdue = measures.overdue;
  const share =
    overdue > 0 && measures.overdue_share !== undefined ? ` · ${format.percent(measures.overdue_share)}` : '';
  return (
    <dl class="key-figures">
      <Figure term={t('measure.on_time_rate')} why={t('measure.on_time_rate.why')}>
        {rate === undefined ? t('figure.unknown') : format.percent(rate)}
      </Figure>
      <Figure term={t('class.overdue')} why={t('class.overdue.why')} alarm={overdue > 0}>
        {format.count(overdue)}
        <small>{share}</small>
      </Figure>
      <Figure term={t('measure.median_s')} why={t('measure.median_s.why')}>
        {time(measures.median_s)}
      </Figure>
      <Figure term={t('figure.p90')} why={t('figure.p90.why')}>
        {time(measures.p90_s)}
      </Figure>
      {measures.per_1000 !== undefined && subject.kind === 'area' && (
        <Figure term={t('measure.per_1000')} why={t('measure.per_1000.why')}>
          {format.decimal(measures.per_1000)}
        </Figure>
      )}
      {measures.per_km2 !== undefined && subject.kind !== 'city' && (
        <Figure term={t('measure.per_km2')} why={t('measure.per_km2.why')}>
          {format.decimal(measures.per_km2)}
        </Figure>
      )}
    </dl>
  );
}

interface FigureProps {
  term: string;
  why: string;
  alarm?: boolean;
  children: preact.ComponentChildren;
}

function Figure({ term, why, alarm, children }: FigureProps) {
  return (
    <div>
      <dt>
        <Explained term={term} why={why} />
      </dt>
      <dd data-alarm={alarm}>{children}</dd>
    </div>
  );
}

/** What stands there while the figures are on their way, or when a hexagon is not in the tiles. */
function Missing({ subject }: { subject: Subject }) {
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

/** What a hexagon is and is not, below its figures. */
export function CellNote({ h3 }: { h3: string }) {
  const { t, format } = useLocale();
  const km2 = cellSurface(resolutionOf(h3));
  return (
    <p class="note">
      {km2 !== undefined && `${t('panel.cell.size', { km2: format.surface(km2) })}. `}
      {t('panel.cell.about')}
    </p>
  );
}
