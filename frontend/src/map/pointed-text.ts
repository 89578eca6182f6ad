import type { Class } from '../api/vocabulary';
import type { App, Locale } from '../app';
import { areaByCode } from '../state/queries';
import { measuresOfTile } from './cells';
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

function surfaceText(pointed: Pointed, app: App, { t, format, name }: Locale): PointedText {
  const { measure } = app.state.view.value;
  const m = measuresOfTile(pointed.properties);
  const lines: PointedLine[] = [
    { text: `${format.count(m.n)} ${t(m.n === 1 ? 'figure.complaints.one' : 'figure.complaints.other')}` },
  ];
  if (measure !== 'n')
    lines.push({ text: `${t(`measure.${measure}`)}: ${format.measure(measure, m[measure])}` });
  else if (m.overdue > 0)
    lines.push({ text: `${format.count(m.overdue)} ${t('class.overdue').toLowerCase()}`, alarm: true });
  return { title: surfaceName(pointed, app, t('panel.cell'), name), lines };
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
