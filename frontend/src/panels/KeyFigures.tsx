import type { Measures } from '../api/vocabulary';
import { type Locale, useLocale } from '../app';
import { Explained } from '../ui/Explained';
import { RollingNumber } from '../ui/RollingNumber';
import { beforeText, type Change, rateChange, timeChange } from './changes';
import type { Subject } from './figures';
import { OverdueEver } from './OverdueEver';

/** One figure with its meaning and its change. */
interface Figure {
  readonly term: string;
  readonly why: string;
  readonly value: number | undefined;
  readonly format: (n: number) => string;
  /** A second figure beside the first, such as the share of a count. */
  readonly aside?: string | undefined;
  readonly alarm?: boolean;
  /** Whether it is what is overdue, which is more when one looks beyond the window. */
  readonly overdue?: boolean;
  readonly change?: Change | undefined;
  /** The same figure in the compared window, in words. */
  readonly before?: string | undefined;
}

/** KeyFigures are the figures below the number: in time or not, how long it took, how dense. */
export function KeyFigures({ subject, measures }: { subject: Subject; measures: Measures }) {
  const locale = useLocale();
  const figures = [...handlingFigures(subject, measures, locale), ...densityFigures(measures, locale)];
  return (
    <>
      <dl class="key-figures">
        {figures.map(figure => (
          <FigureCell key={figure.term} figure={figure} subject={subject} />
        ))}
      </dl>
      {subject.before && (
        <p class="note">
          {locale.t('compare.sameAge', { time: locale.format.moment(subject.before.as_of) })}
        </p>
      )}
    </>
  );
}

/** What every subject has. */
function handlingFigures({ before }: Subject, m: Measures, locale: Locale): Figure[] {
  const { t, format } = locale;
  const was = before?.total;
  return [
    {
      term: t('measure.on_time_rate'),
      why: t('measure.on_time_rate.why'),
      value: m.on_time_rate,
      format: format.percent,
      change: rateChange({ now: m.on_time_rate, before: was?.on_time_rate }, 'more', locale),
      before: was && format.measure('on_time_rate', was.on_time_rate),
    },
    {
      term: t('class.overdue'),
      why: `${t('class.overdue.why')} ${t('measure.overdue_share.why')}`,
      value: m.overdue,
      format: format.count,
      aside: m.overdue > 0 && m.overdue_share !== undefined ? format.percent(m.overdue_share) : undefined,
      alarm: m.overdue > 0,
      overdue: true,
      change: rateChange({ now: m.overdue_share, before: was?.overdue_share }, 'less', locale),
      before: was && `${format.count(was.overdue)} · ${format.measure('overdue_share', was.overdue_share)}`,
    },
    timeFigure('median_s', t('measure.median_s'), t('measure.median_s.why'), m, was, locale),
    timeFigure('p90_s', t('figure.p90'), t('figure.p90.why'), m, was, locale),
    {
      term: t('figure.reopened'),
      why: t('figure.reopened.why'),
      value: m.reopened,
      format: format.count,
      aside: m.reopened > 0 ? format.percent(m.reopened / m.n) : undefined,
      change: rateChange({ now: shareOf(m), before: was && shareOf(was) }, 'less', locale),
      before: was && format.count(was.reopened),
    },
  ];
}

function timeFigure(
  measure: 'median_s' | 'p90_s',
  term: string,
  why: string,
  m: Measures,
  was: Measures | undefined,
  locale: Locale,
): Figure {
  const { format } = locale;
  const before = was?.[measure];
  return {
    term,
    why,
    value: m[measure],
    format: format.duration,
    change: timeChange({ now: m[measure], before }, locale),
    before: before === undefined ? undefined : format.duration(before),
  };
}

/** What is known where residents and surface are. */
function densityFigures(m: Measures, { t, format }: Locale): Figure[] {
  return (['per_1000', 'per_km2'] as const).flatMap(measure => {
    const value = m[measure];
    if (value === undefined) return [];
    return [
      { term: t(`measure.${measure}`), why: t(`measure.${measure}.why`), value, format: format.density },
    ];
  });
}

function shareOf({ reopened, n }: Measures): number | undefined {
  return n > 0 ? reopened / n : undefined;
}

function FigureCell({ figure, subject }: { figure: Figure; subject: Subject }) {
  const { t } = useLocale();
  const { term, why, value, format, aside, alarm = false } = figure;
  return (
    <div>
      <dt>
        <Explained term={term} why={why} />
      </dt>
      <dd data-alarm={alarm}>
        {value === undefined ? t('figure.unknown') : <RollingNumber value={value} format={format} />}
        {aside && <small>{` · ${aside}`}</small>}
      </dd>
      {subject.before && 'change' in figure && <ChangeCell figure={figure} subject={subject} />}
      {figure.overdue && subject.kind !== 'cell' && <OverdueEver within={value ?? 0} />}
    </div>
  );
}

/** The change, or an empty place of its size: the figures below must not move. */
function ChangeCell({ figure: { change, before }, subject }: { figure: Figure; subject: Subject }) {
  const locale = useLocale();
  const { t } = locale;
  if (!subject.before || !change || !before) return <dd class="figure-change" />;
  const judged =
    change.better === undefined ? undefined : t(change.better ? 'change.better' : 'change.worse');
  const said = beforeText(before, subject.before, locale);
  return (
    <dd class="figure-change" data-better={change.better}>
      <Explained plain term={change.text} why={judged ? `${judged}. ${said}` : said} />
    </dd>
  );
}
