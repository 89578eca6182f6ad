import { useMemo } from 'preact/hooks';
import { type Locale, useApp, useLocale } from '../app';
import type { CourseDrawing, Step } from '../charts/course';
import type { ChartSource } from '../charts/source';
import { figure, named, type Table } from '../charts/table';
import type { Tokens } from '../ui/tokens';
import { ChartCard } from './ChartCard';
import type { Before } from './figures';
import { countsOf, spanOf, stepsOf } from './steps';

const COURSE_HEIGHT = 132;

/** CourseCard is the curve of the subject over the window, with the compared window behind it. */
export function CourseCard({ before }: { before: Before | undefined }) {
  const { queries } = useApp();
  const locale = useLocale();
  const { t } = locale;
  const steps = useSteps(before, locale);
  const name = t(`chart.course.${queries.figures.bucket.value}`);
  const chart = useMemo(() => courseOf(steps, name, locale), [steps, name, locale]);
  const hasBefore = steps.some(step => step.before);
  return (
    <ChartCard
      id="course"
      card="course"
      name={name}
      title={name}
      question={queries.figures.course}
      chart={chart}
      table={courseTable(steps, name, hasBefore, locale)}
      meanings={tokens => meaningsOf(tokens, hasBefore, locale)}
      arrange={drawn => (
        <>
          {drawn}
          {hasBefore && <CourseWords />}
        </>
      )}
    />
  );
}

/** The steps of the window in the bucket that the answer came in. */
function useSteps(before: Before | undefined, locale: Locale): Step[] {
  const { state, queries } = useApp();
  const { course, courseBefore } = queries.figures;
  const stats = course.data.value;
  const then = courseBefore.data.value;
  const zone = state.meta.value.city.time_zone;
  const { from, to } = state.scope.value;
  return useMemo(() => {
    const bucket = stats?.group_by?.[0];
    if (bucket !== 'day' && bucket !== 'week' && bucket !== 'month') return [];
    const span = spanOf({ from, to }, stats, zone);
    if (!span) return [];
    const spanBefore = before && bucket === 'day' ? spanOf(before, then, zone) : null;
    const counts = spanBefore && then ? countsOf(then, spanBefore, 'day') : [];
    return stepsOf(countsOf(stats, span, bucket), counts, bucket, locale);
  }, [stats, then, before, from, to, zone, locale]);
}

function courseOf(steps: readonly Step[], name: string, { format }: Locale): ChartSource<CourseDrawing> {
  return {
    height: COURSE_HEIGHT,
    create: async (element, renderer) => {
      const { Course } = await import('../charts/course');
      return new Course(element, renderer);
    },
    draw: (tokens: Tokens) => ({ tokens, description: name, steps, count: format.count }),
  };
}

function meaningsOf(tokens: Tokens, hasBefore: boolean, { t }: Locale) {
  if (!hasBefore) return [];
  return [
    { colour: tokens.ink, text: t('chart.course.now') },
    { colour: tokens['line-strong'], text: t('chart.course.before') },
  ];
}

/** Which line is which. */
function CourseWords() {
  const { t } = useLocale();
  return (
    <p class="course-words" aria-hidden="true">
      <span class="stroke" /> {t('chart.course.now')}
      <span class="stroke dashed" /> {t('chart.course.before')}
    </p>
  );
}

function courseTable(
  steps: readonly Step[],
  name: string,
  hasBefore: boolean,
  { t, format }: Locale,
): Table<Step> {
  const compared = [
    {
      title: t('chart.beside'),
      value: (s: Step) => s.before?.name,
      text: (s: Step) => s.before?.name ?? '–',
    },
    figure<Step>(t('chart.before'), step => step.before?.n, format.count),
  ];
  return {
    caption: name,
    rows: steps,
    key: step => step.name,
    columns: [
      named(t('chart.period'), step => step.name),
      figure(t('chart.n'), step => step.n, format.count),
      ...(hasBefore ? compared : []),
    ],
  };
}
