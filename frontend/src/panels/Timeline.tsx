import { useCallback, useMemo } from 'preact/hooks';
import type { Stats } from '../api/vocabulary';
import { type Locale, useApp, useLocale } from '../app';
import { ChartView } from '../charts/ChartView';
import type { Chart } from '../charts/chart';
import type { CurveDrawing, Point } from '../charts/curve';
import { dayNumber, dayOf } from '../state/days';
import { type Bucket, bucketStart, nextBucket } from '../state/periods';
import { FaultMessage } from '../ui/StateMessage';
import type { Tokens } from '../ui/tokens';
import { Presets } from './Presets';
import { TimeWindow } from './TimeWindow';

const MS_PER_DAY = 86_400_000;
const CURVE_HEIGHT = 68;

/** Timeline is the curve over all time, with the window that everything else is about. */
export function Timeline() {
  const { state, queries } = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const bucket = queries.bucket.value;
  const stats = queries.curve.data.value;
  const span = useSpan();
  const title = t(`chart.time.${bucket}`);
  const points = useMemo(() => pointsOf(stats, bucket, locale), [stats, bucket, locale]);
  const create = useCallback(async (element: HTMLElement): Promise<Chart<CurveDrawing>> => {
    const { Curve } = await import('../charts/curve');
    return new Curve(element);
  }, []);
  const draw = useCallback(
    (tokens: Tokens): CurveDrawing => ({
      tokens,
      description: title,
      points,
      span: [span[0] * MS_PER_DAY, span[1] * MS_PER_DAY],
      count: format.count,
      tick: at => tickText(at, locale),
    }),
    [points, span, title, format, locale],
  );
  const fault = queries.curve.fault.value;
  return (
    <section class="strip" aria-labelledby="timeline-title">
      <header class="strip-head">
        <h2 id="timeline-title">{title}</h2>
        <span class="quiet strip-hint">{t('time.windowHint')}</span>
        <Presets />
      </header>
      {fault ? (
        <FaultMessage fault={fault} onRetry={queries.curve.retry} />
      ) : (
        <div class="curve">
          <ChartView create={create} draw={draw} height={CURVE_HEIGHT} />
          {state.meta.value.extent.n > 0 && <TimeWindow span={span} />}
        </div>
      )}
    </section>
  );
}

/** The days the curve spans, by number: from the first complaint to the end of the data. */
function useSpan(): readonly [number, number] {
  const { state } = useApp();
  const { extent, city } = state.meta.value;
  const end = dayNumber(state.end.value);
  const first = extent.from ? dayNumber(dayOf(new Date(extent.from), city.time_zone)) : end - 1;
  return useMemo(() => [first, Math.max(end, first + 1)] as const, [first, end]);
}

/** Buckets in order, those without a complaint as zero, so that the curve does not bridge a gap. */
function pointsOf(stats: Stats | undefined, bucket: Bucket, { t, format }: Locale): Point[] {
  const rows = (stats?.rows ?? []).flatMap(row => {
    const key = row.key[0];
    return key ? [{ start: bucketStart(key), n: row.measures.n }] : [];
  });
  rows.sort((a, b) => (a.start < b.start ? -1 : 1));
  const counts = new Map(rows.map(row => [row.start, row.n]));
  const points: Point[] = [];
  const last = rows.at(-1)?.start;
  for (let start = rows[0]?.start; start && last && start <= last; start = nextBucket(start, bucket)) {
    const day = format.day(start);
    points.push({
      at: dayNumber(start) * MS_PER_DAY,
      n: counts.get(start) ?? 0,
      name: bucket === 'week' ? t('chart.week', { day }) : bucket === 'month' ? day.slice(3) : day,
    });
  }
  return points;
}

/** A tick is a year at its beginning, else a month. Ticks are UTC, as the points are. */
function tickText(at: number, { language }: Locale): string {
  const date = new Date(at);
  const month = date.getUTCMonth() + 1;
  const year = date.getUTCFullYear();
  if (date.getUTCDate() !== 1) return `${date.getUTCDate()}/${month}`;
  if (month === 1) return String(year);
  return language === 'vi' ? `T${month}` : date.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' });
}
