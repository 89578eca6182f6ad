import { useMemo } from 'preact/hooks';
import type { Resource } from '../api/resource';
import { CLASSES_BY_CONCERN, type Class, type Measures } from '../api/vocabulary';
import { type Locale, useLocale } from '../app';
import type { PieDrawing } from '../charts/pie';
import type { ChartSource } from '../charts/source';
import { figure, named, type Table } from '../charts/table';
import type { Tokens } from '../ui/tokens';
import { ChartCard } from './ChartCard';
import { countChange } from './changes';
import type { Before } from './figures';

const PIE_SIZE = 104;

/** ClassPie is the ring by class; its table knows the compared window, too. */
export function ClassPie(props: {
  measures: Measures;
  before: Before | undefined;
  question: Resource<unknown>;
}) {
  const { measures, before, question } = props;
  const locale = useLocale();
  const { t, format } = locale;
  const parts = useMemo(() => CLASSES_BY_CONCERN.filter(name => measures[name] > 0), [measures]);
  const name = t('chart.class');
  const chart = useMemo(() => pieOf(parts, measures, locale, name), [parts, measures, locale, name]);
  return (
    <ChartCard
      id="class"
      name={name}
      title={name}
      question={question}
      chart={chart}
      table={classTable(measures, before?.total, locale)}
      meanings={tokens =>
        parts.map(c => ({ colour: tokens[c], text: `${t(`class.${c}`)} ${format.count(measures[c])}` }))
      }
      arrange={pie => (
        <div class="pie-and-table">
          {pie}
          <ClassShares parts={parts} measures={measures} />
        </div>
      )}
    />
  );
}

function pieOf(parts: readonly Class[], measures: Measures, { t, format }: Locale, name: string) {
  const source: ChartSource<PieDrawing> = {
    height: PIE_SIZE,
    create: async (element, renderer) => {
      const { Pie } = await import('../charts/pie');
      return new Pie(element, renderer);
    },
    draw: (tokens: Tokens) => ({
      tokens,
      description: name,
      slices: parts.map(c => ({ name: t(`class.${c}`), n: measures[c], colour: tokens[c] })),
      count: format.count,
      percent: format.percent,
    }),
  };
  return source;
}

/** The words of the ring, beside it. */
function ClassShares({ parts, measures }: { parts: readonly Class[]; measures: Measures }) {
  const { t, format } = useLocale();
  return (
    <table class="figures-table">
      <caption class="unseen">{t('chart.class')}</caption>
      <tbody>
        {parts.map(name => (
          <tr key={name}>
            <th scope="row" title={t(`class.${name}.why`)}>
              <span class="dot" style={{ background: `var(--${name})` }} />
              {t(`class.${name}`)}
            </th>
            <td class="number">{format.count(measures[name])}</td>
            <td class="number quiet">{format.percent(measures[name] / measures.n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** All classes, those without a complaint too: a table says what is zero. */
function classTable(measures: Measures, before: Measures | undefined, locale: Locale): Table<Class> {
  const { t, format } = locale;
  const compared = [
    figure<Class>(t('chart.before'), c => before?.[c], format.count),
    {
      title: t('chart.change'),
      value: (c: Class) => before && measures[c] - before[c],
      text: (c: Class) => countChange({ now: measures[c], before: before?.[c] }, locale)?.text ?? '–',
    },
  ];
  return {
    caption: t('chart.class'),
    rows: CLASSES_BY_CONCERN,
    key: c => c,
    columns: [
      named(t('chart.class.column'), c => t(`class.${c}`)),
      {
        ...figure<Class>(t('chart.n'), c => measures[c], format.count),
        alarm: c => c === 'overdue' && measures[c] > 0,
      },
      figure(t('chart.share'), c => measures[c] / measures.n, format.percent),
      ...(before ? compared : []),
    ],
  };
}
