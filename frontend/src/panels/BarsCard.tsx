import { useMemo, useRef } from 'preact/hooks';
import type { Resource } from '../api/resource';
import { CLASSES, CLASSES_BY_CONCERN, type Class } from '../api/vocabulary';
import { type Locale, useApp, useLocale } from '../app';
import type { Bar, BarsDrawing } from '../charts/bars';
import { BAR_HEIGHT } from '../charts/sizes';
import type { ChartSource } from '../charts/source';
import { figure, named, type Table } from '../charts/table';
import type { Card } from '../state/queries-figures';
import type { Selection } from '../state/selection';
import type { Tokens } from '../ui/tokens';
import { ChartCard } from './ChartCard';
import { countChange } from './changes';

interface Props {
  id: string;
  card?: Card;
  name: string;
  bars: readonly Bar[];
  question: Resource<unknown>;
  /** What a column opens: the figures of what it names. */
  select: (code: string) => Selection;
}

/** The most columns that are drawn; the table has all. */
export const MOST_BARS = 8;

/** BarsCard is a card of columns by name, with the table of all of them. A column opens the figures of its thing. */
export function BarsCard({ id, card, name, bars, question, select }: Props) {
  const { state } = useApp();
  const locale = useLocale();
  const { t } = locale;
  const open = (code: string | null | undefined) => {
    if (code) state.select(select(code));
  };
  // The chart is made once, and asks what a column opens when it is pressed.
  const pick = useRef((_: number) => {});
  pick.current = index => open(drawn(bars)[index]?.code);
  const chart = useMemo(() => barsOf(bars, name, locale, pick), [bars, name, locale]);
  return (
    <ChartCard
      id={id}
      {...(card && { card })}
      name={name}
      title={name}
      question={question}
      chart={chart}
      table={barsTable(bars, name, locale, open)}
      meanings={tokens => classesIn(bars).map(c => ({ colour: tokens[c], text: t(`class.${c}`) }))}
      hint={hintOf(bars, locale)}
    />
  );
}

function barsOf(
  bars: readonly Bar[],
  name: string,
  { t, format }: Locale,
  pick: { current: (index: number) => void },
): ChartSource<BarsDrawing> {
  const classNames = Object.fromEntries(CLASSES.map(c => [c, t(`class.${c}`)])) as Record<Class, string>;
  const shown = drawn(bars);
  return {
    height: Math.max(shown.length, 1) * BAR_HEIGHT + 6,
    create: async (element, renderer = 'svg') => {
      const { Bars } = await import('../charts/bars');
      return new Bars(element, renderer, index => pick.current(index));
    },
    draw: (tokens: Tokens) => ({
      tokens,
      description: name,
      bars: shown,
      classNames,
      count: format.count,
      hint: t('chart.pick.tip'),
    }),
  };
}

/** The columns that are drawn. What has fallen to nothing since the compared window is in the table. */
function drawn(bars: readonly Bar[]): readonly Bar[] {
  return bars.filter(bar => bar.measures.n > 0).slice(0, MOST_BARS);
}

/** The classes that a picture must explain. */
function classesIn(bars: readonly Bar[]): Class[] {
  return CLASSES_BY_CONCERN.filter(c => drawn(bars).some(bar => bar.measures[c] > 0));
}

/** How many more there are than columns, and what a press does. */
function hintOf(bars: readonly Bar[], { t, format }: Locale): string {
  const rest = bars.filter(bar => bar.measures.n > 0).slice(MOST_BARS);
  const n = rest.reduce((sum, bar) => sum + bar.measures.n, 0);
  const others = t('chart.others', { n: format.count(rest.length), complaints: format.count(n) });
  return rest.length > 0 ? `${t('chart.pick')} ${others}` : t('chart.pick');
}

function barsTable(
  bars: readonly Bar[],
  name: string,
  locale: Locale,
  open: (code: string) => void,
): Table<Bar> {
  const { t, format } = locale;
  const compared = bars.some(bar => bar.before);
  return {
    caption: name,
    rows: bars,
    key: bar => bar.code ?? '',
    open: ({ code }) => (code === null ? undefined : () => open(code)),
    columns: [
      named(t('chart.name'), bar => bar.name),
      figure(t('chart.n'), bar => bar.measures.n, format.count),
      ...(compared ? [changeColumn(locale)] : []),
      {
        ...figure<Bar>(t('class.overdue'), bar => bar.measures.overdue, format.count),
        alarm: bar => bar.measures.overdue > 0,
      },
      figure(t('class.on_time'), bar => bar.measures.on_time_rate, format.percent),
    ],
  };
}

/** The change of the count in words; in the file, as a share of one. */
function changeColumn(locale: Locale) {
  const pair = ({ measures, before }: Bar) => ({ now: measures.n, before: before?.n });
  return {
    title: locale.t('chart.change'),
    value: (bar: Bar) => (bar.before?.n ? (bar.measures.n - bar.before.n) / bar.before.n : undefined),
    text: (bar: Bar) => countChange(pair(bar), locale)?.text ?? '–',
  };
}
