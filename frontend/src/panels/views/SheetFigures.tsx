import type { ComponentChildren } from 'preact';
import { CLASSES_BY_CONCERN } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { subjectOf } from '../figures';

/** SheetFigures are the key figures on paper: how many, how they stand, how fast. */
export function SheetFigures() {
  const app = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const { measures, before } = subjectOf(app, locale);
  if (!measures) return null;
  const change = before && format.change(measures.n, before.total.n);
  const time = (s: number | undefined) => (s === undefined ? t('figure.unknown') : format.duration(s));
  return (
    <section class="sheet-figures" aria-label={t('panel.title')}>
      <p class="sheet-number">
        <strong>{format.count(measures.n)}</strong>{' '}
        {t(measures.n === 1 ? 'figure.complaints.one' : 'figure.complaints.other')}
        {change && <span> {t('print.change', { change })}</span>}
      </p>
      <dl>
        <Figure term={t('measure.on_time_rate')}>
          {format.measure('on_time_rate', measures.on_time_rate)}
        </Figure>
        <Figure term={t('measure.median_s')}>{time(measures.median_s)}</Figure>
        <Figure term={t('figure.p90')}>{time(measures.p90_s)}</Figure>
        {CLASSES_BY_CONCERN.filter(c => measures[c] > 0).map(c => (
          <Figure key={c} term={t(`class.${c}`)} colour={`var(--${c})`}>
            {format.count(measures[c])}
          </Figure>
        ))}
      </dl>
    </section>
  );
}

function Figure({ term, colour, children }: { term: string; colour?: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>
        {colour && <span class="dot" style={{ background: colour }} />}
        {term}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
