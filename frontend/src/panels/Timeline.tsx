import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import type { Stats } from '../api/vocabulary';
import { type Locale, useApp, useLocale } from '../app';
import { ChartView } from '../charts/ChartView';
import type { Chart } from '../charts/chart';
import type { CurveDrawing, CurveWords, Point } from '../charts/curve';
import { dayAt } from '../state/days';
import { createLiveWindow, type LiveWindow } from '../state/live-window';
import { momentAtPlace } from '../state/moments';
import { BUCKETS, type Bucket } from '../state/periods';
import type { Player } from '../state/player';
import { isWhole, type Span, spanOf } from '../state/span';
import { Icon } from '../ui/Icon';
import { FaultMessage } from '../ui/StateMessage';
import type { Tokens } from '../ui/tokens';
import { pointsOf } from './curve-points';
import { PlayButton, PlayControls } from './Player';
import { PresetSelect, Presets } from './Presets';
import { TimeWindow } from './TimeWindow';

const MS_PER_DAY = 86_400_000;
const CURVE_HEIGHT = 76;

/** Timeline is the curve over all time, with the window that everything else is about. */
export function Timeline({ player }: { player: Player }) {
  const { state, queries } = useApp();
  const { t } = useLocale();
  const { strip, curve } = queries;
  const live = useLiveWindow();
  const chosen = useComputed(() => {
    const zone = state.meta.value.city.time_zone;
    return live.moving.value ?? spanOf(state.filter.value, strip.span.value, zone);
  });
  const figures = useComputed(() => figuresOf(curve.data.value, strip.bucket.value));
  const fault = curve.fault.value;
  const reset = useCallback(() => state.narrow({ from: undefined, to: undefined }), [state]);
  return (
    <section class="strip" aria-label={t('strip.label')}>
      <header class="strip-head">
        <PlayButton player={player} />
        <h2>{t(`chart.time.${figures.value.bucket}`)}</h2>
        {player.playing.value === 'off' ? (
          <>
            <CurveLegend figures={figures} />
            <ReachButton />
          </>
        ) : (
          <PlayControls player={player} />
        )}
        <WindowDates chosen={chosen} />
        <Presets />
        <PresetSelect />
      </header>
      {fault ? (
        <FaultMessage fault={fault} onRetry={curve.retry} />
      ) : (
        <TimeWindow span={strip.span.value} chosen={chosen} live={live} onReset={reset}>
          <StripCurve figures={figures} />
        </TimeWindow>
      )}
    </section>
  );
}

/** The window that follows the hand at once, and the filter as fast as numbers and map are answered. */
function useLiveWindow(): LiveWindow {
  const { state, queries } = useApp();
  const isBusy = useComputed(() => queries.categories.loading.value || queries.tiles.loading.value);
  const live = useMemo(() => createLiveWindow(state, queries.strip.whole, isBusy), [state, queries, isBusy]);
  useEffect(() => () => live.dispose(), [live]);
  return live;
}

/** The points of the curve, and the bucket that each of them counts. */
interface Figures {
  readonly bucket: Bucket;
  readonly points: readonly Point[];
}

/** While another bucket is under way, the answer at hand is still of the one before. */
function figuresOf(stats: Stats | undefined, asked: Bucket): Figures {
  const bucket = BUCKETS.find(b => b === stats?.group_by?.[0]) ?? asked;
  return { bucket, points: pointsOf(stats, bucket) };
}

/** The curve itself; it is drawn anew for new figures, never for another window. */
function StripCurve({ figures }: { figures: ReadonlySignal<Figures> }) {
  const { queries } = useApp();
  const locale = useLocale();
  const span = queries.strip.span.value;
  const { points, bucket } = figures.value;
  const create = useCallback(async (element: HTMLElement): Promise<Chart<CurveDrawing>> => {
    const { Curve } = await import('../charts/curve');
    return new Curve(element);
  }, []);
  const draw = useCallback(
    (tokens: Tokens): CurveDrawing => ({
      tokens,
      description: locale.t(`chart.time.${bucket}`),
      points,
      span: [span[0] * MS_PER_DAY, span[1] * MS_PER_DAY],
      words: wordsOf(bucket, locale),
    }),
    [points, span, bucket, locale],
  );
  return <ChartView create={create} draw={draw} height={CURVE_HEIGHT} />;
}

function wordsOf(bucket: Bucket, locale: Locale): CurveWords {
  const { t, format } = locale;
  const nameOf = ({ at }: Point) => {
    const day = format.day(dayAt(at / MS_PER_DAY));
    return bucket === 'week' ? t('chart.week', { day }) : bucket === 'month' ? day.slice(3) : day;
  };
  return {
    count: format.count,
    decimal: format.decimal,
    tick: at => tickText(at, locale),
    name: nameOf,
    n: t('time.curve.n'),
    mean: t('time.curve.mean'),
    overdue: t('class.overdue'),
  };
}

/** What the colours of the curve mean. */
function CurveLegend({ figures }: { figures: ReadonlySignal<Figures> }) {
  const { t } = useLocale();
  const { points } = figures.value;
  return (
    <p class="curve-legend quiet">
      {points.some(point => point.mean !== undefined) && <span class="key-line">{t('time.curve.mean')}</span>}
      {points.some(point => point.overdue > 0) && <span class="key-overdue">{t('time.curve.overdue')}</span>}
    </p>
  );
}

/** Looks at a year of a long time, larger. */
function ReachButton() {
  const { state, queries } = useApp();
  const { t } = useLocale();
  if (!queries.strip.isLong.value) return null;
  const isYear = state.view.value.curve === 'year';
  return (
    <button
      type="button"
      class="quiet-button"
      aria-pressed={isYear}
      title={t('time.reach.why')}
      onClick={() => state.look({ curve: isYear ? 'all' : 'year' })}
    >
      <Icon name={isYear ? 'minus' : 'plus'} />
      {t('time.reach')}
    </button>
  );
}

/** The dates of the window, which follow the hand. */
function WindowDates({ chosen }: { chosen: ReadonlySignal<Span> }) {
  const { state, queries } = useApp();
  const { format } = useLocale();
  const { timeZone } = state.clock.value;
  const [from, to] = chosen.value;
  const whole = isWhole(chosen.value, queries.strip.whole.value);
  const window = whole
    ? state.filter.value
    : { from: momentAtPlace(from, timeZone), to: momentAtPlace(to, timeZone) };
  return <output class="window-dates">{format.period(window)}</output>;
}

/** A tick is a year at its beginning, else a month (T7 would be a Saturday as well). Ticks are UTC, as the points are. */
function tickText(at: number, { language }: Locale): string {
  const date = new Date(at);
  const month = date.getUTCMonth() + 1;
  const year = date.getUTCFullYear();
  if (date.getUTCDate() !== 1) return `${date.getUTCDate()}/${month}`;
  if (month === 1) return String(year);
  return language === 'vi' ? `Th${month}` : date.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' });
}
