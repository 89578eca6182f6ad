import { useMemo } from 'preact/hooks';
import type { Stats } from '../api/vocabulary';
import { type Locale, useApp, useLocale } from '../app';
import type { CalendarDrawing } from '../charts/calendar';
import { hourOfKey, hourSteps, stepOf } from '../charts/hours';
import type { ChartSource, Meaning } from '../charts/source';
import { figure, named, type Table } from '../charts/table';
import { ramp } from '../map/palette';
import type { Theme } from '../state/view';
import type { Tokens } from '../ui/tokens';
import { ChartCard } from './ChartCard';

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => hour);
const CALENDAR_HEIGHT = 7 * 20 + 18;

/** As many colours as are told apart at a glance. */
const COLOURS = 6;

/** HoursCard is the week by the hour: when complaints come in. */
export function HoursCard() {
  const { queries, theme: themeSignal } = useApp();
  const locale = useLocale();
  const { t } = locale;
  const { hours } = queries.figures;
  const stats = hours.data.value;
  const theme = themeSignal.value;
  const counts = useMemo(() => countsOfWeek(stats), [stats]);
  const steps = useMemo(() => hourSteps(Math.max(...counts), COLOURS), [counts]);
  const name = t('chart.hours');
  const chart = useMemo(() => calendarOf(counts, steps, theme, locale), [counts, steps, theme, locale]);
  const scale = (nothing: string) => scaleOf(steps, Math.max(...counts), theme, nothing, locale);
  return (
    <ChartCard
      id="hours"
      card="hours"
      name={name}
      title={name}
      question={hours}
      chart={chart}
      table={hoursTable(counts, name, locale)}
      meanings={tokens => scale(tokens['surface-2'])}
      arrange={drawn => (
        <>
          {drawn}
          <ScaleWords scale={scale('var(--surface-2)')} />
        </>
      )}
    />
  );
}

/** countsOfWeek has a count for each hour of the week, from Monday 0:00. */
export function countsOfWeek(stats: Pick<Stats, 'rows'> | undefined): number[] {
  const counts = new Array<number>(DAYS.length * HOURS_OF_DAY.length).fill(0);
  for (const { key, measures } of stats?.rows ?? []) {
    const hour = hourOfKey(key[0]);
    if (hour !== undefined) counts[hour] = measures.n;
  }
  return counts;
}

function calendarOf(
  counts: readonly number[],
  steps: readonly number[],
  theme: Theme,
  { t, format }: Locale,
): ChartSource<CalendarDrawing> {
  const colours = ramp('n', theme, steps.length);
  const hourName = (hour: number) => {
    const from = hour % 24;
    return t('chart.hours.of', { day: t(`day.${dayOf(hour)}`), from: String(from), to: String(from + 1) });
  };
  return {
    height: CALENDAR_HEIGHT,
    create: async (element, renderer) => {
      const { Calendar } = await import('../charts/calendar');
      return new Calendar(element, renderer);
    },
    draw: (tokens: Tokens) => ({
      tokens,
      description: t('chart.hours'),
      counts,
      colour: n => colours[stepOf(n, steps)] ?? tokens['surface-2'],
      dayNames: DAYS.map(day => t(`day.${day}.short`)),
      hourName,
      count: format.count,
    }),
  };
}

function dayOf(hour: number): (typeof DAYS)[number] {
  return DAYS[Math.floor(hour / 24)] ?? 0;
}

/** The colours of the calendar, with the counts that they stand for. */
function scaleOf(
  steps: readonly number[],
  most: number,
  theme: Theme,
  nothing: string,
  { format }: Locale,
): Meaning[] {
  const colours = ramp('n', theme, steps.length);
  const words = (from: number, next: number | undefined) => {
    const to = next === undefined ? most : next - 1;
    return from === to ? format.count(from) : `${format.count(from)}–${format.count(to)}`;
  };
  return [
    { colour: nothing, text: format.count(0) },
    ...steps.map((from, i) => ({ colour: colours[i] ?? nothing, text: words(from, steps[i + 1]) })),
  ];
}

function ScaleWords({ scale }: { scale: readonly Meaning[] }) {
  const { t } = useLocale();
  return (
    <ul class="scale-words" aria-label={t('chart.hours.scale')}>
      {scale.map(({ colour, text }) => (
        <li key={text}>
          <span class="swatch" style={{ background: colour }} />
          {text}
        </li>
      ))}
    </ul>
  );
}

/** Hours from top to bottom, days from left to right, as a page is read. */
function hoursTable(counts: readonly number[], name: string, { t, format }: Locale): Table<number> {
  return {
    caption: name,
    rows: counts.some(n => n > 0) ? HOURS_OF_DAY : [],
    key: String,
    columns: [
      named(t('chart.hours.column'), hour => `${hour}–${hour + 1}`),
      ...DAYS.map(day =>
        figure<number>(t(`day.${day}.short`), hour => counts[day * 24 + hour] ?? 0, format.count),
      ),
    ],
  };
}
