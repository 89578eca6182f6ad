import type { Class, Measure, Measures } from '../api/vocabulary';
import type { App, Locale } from '../app';
import { comparedWindow } from '../state/comparison';
import { judges, tooFew } from '../state/judge';
import { areaByCode } from '../state/queries';
import { measuresOfTile } from './cells';
import { fewText } from './legend-text';
import type { Pointed } from './pointing';

/** A line about what is pointed at; an alarm is about what is overdue. */
export interface PointedLine {
  readonly text: string;
  readonly alarm?: boolean;
}

/** What is pointed at, in words. */
export interface PointedText {
  readonly title: string;
  readonly lines: readonly PointedLine[];
}

/** pointedText says what a hexagon, an area or a complaint on the map is. */
export function pointedText(pointed: Pointed, app: App, locale: Locale): PointedText {
  return pointed.selection.kind === 'complaint'
    ? complaintText(pointed, app, locale)
    : surfaceText(pointed, app, locale);
}

function complaintText(
  { properties, others }: Pointed,
  { state }: App,
  { t, format, name }: Locale,
): PointedText {
  const category = state.meta.value.categories.find(c => c.code === properties.category);
  const judged = String(properties.class) as Class;
  const received = new Date(Number(properties.received_at) * 1000).toISOString();
  return {
    title: category ? name(category) : String(properties.category),
    lines: [
      { text: t(`class.${judged}`), alarm: judged === 'overdue' },
      { text: t('map.received', { time: format.moment(received) }) },
      ...(others > 0 ? [{ text: t('map.others', { n: format.count(others) }) }] : []),
    ],
  };
}

function surfaceText(pointed: Pointed, app: App, locale: Locale): PointedText {
  const { t, format, name } = locale;
  const m = measuresOfTile(pointed.properties);
  const lines: PointedLine[] = [
    { text: `${format.count(m.n)} ${t(m.n === 1 ? 'figure.complaints.one' : 'figure.complaints.other')}` },
    ...(pointed.properties.n_before === undefined
      ? measureLines(m, app.state.view.value.measure, locale)
      : changeLines(pointed.properties, locale)),
    ...sideLines(pointed, app, locale),
  ];
  return { title: surfaceName(pointed, app, t('panel.cell'), name), lines };
}

function measureLines(m: Measures, measure: Measure, locale: Locale): PointedLine[] {
  const { t, format } = locale;
  if (measure !== 'n') {
    const value = m[measure];
    const isDensity = measure === 'per_km2' || measure === 'per_1000';
    const text = isDensity && value !== undefined ? format.density(value) : format.measure(measure, value);
    const line = { text: `${t(`measure.${measure}`)}: ${text}` };
    return judges(measure) && tooFew(measure, m) ? [line, { text: fewText(measure, locale) }] : [line];
  }
  const overdue = `${format.count(m.overdue)} ${t('class.overdue').toLowerCase()}`;
  return m.overdue > 0 ? [{ text: overdue, alarm: true }] : [];
}

function changeLines({ n_before, change }: Pointed['properties'], { t, format }: Locale): PointedLine[] {
  return [
    { text: t('change.before', { n: format.count(Number(n_before)) }) },
    { text: t('change.by', { n: format.signed(Number(change)) }) },
  ];
}

/** On the left one of two maps all is of another time. */
function sideLines({ before }: Pointed, { state }: App, { t, format }: Locale): PointedLine[] {
  const window = before ? comparedWindow(state) : undefined;
  return window ? [{ text: t('swipe.side', { period: format.days(window.from, window.to) }) }] : [];
}

function surfaceName(
  { selection, properties }: Pointed,
  { queries }: App,
  cell: string,
  name: Locale['name'],
): string {
  if (selection.kind !== 'area') return cell;
  const area = areaByCode(queries.ranking.data.value, selection.set, selection.code);
  return area ? name(area) : String(properties.name ?? selection.code);
}
