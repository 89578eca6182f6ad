// The rows are drawn where they stand in a height of millions of pixels, which elements of a table do not allow.
// biome-ignore-all lint/a11y/useSemanticElements: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which names the active row
import type { Area, Complaint, Sort } from '../../api/vocabulary';
import type { App, Locale } from '../../app';
import { dayOf } from '../../state/days';
import { ClassMark } from '../complaint/ClassMark';
import { classOf, nameOf } from '../complaint/words';

/** What a cell needs to be drawn. */
export interface Context {
  readonly app: App;
  readonly locale: Locale;
  /** The finest areas of the set in use, by code. */
  readonly areas: ReadonlyMap<string, Area>;
}

/** A column of the list. */
export interface Column {
  readonly id: string;
  readonly title: `list.${'received' | 'kind' | 'agency' | 'class' | 'due' | 'area' | 'quality'}`;
  /** The orders that its head turns between. */
  readonly sorts?: readonly [Sort, Sort];
  readonly text: (complaint: Complaint, context: Context) => string;
  readonly mark?: boolean;
}

/** The columns, from left to right. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'received',
    title: 'list.received',
    sorts: ['-received_at', 'received_at'],
    text: (c, { locale }) => locale.format.moment(c.received_at),
  },
  {
    id: 'kind',
    title: 'list.kind',
    text: (c, { app, locale }) => nameOf(app.state.meta.value.categories, c.category, locale),
  },
  {
    id: 'agency',
    title: 'list.agency',
    text: (c, { app, locale }) => nameOf(app.state.meta.value.agencies, c.agency, locale),
  },
  { id: 'class', title: 'list.class', mark: true, text: (c, { locale }) => locale.t(`class.${classOf(c)}`) },
  { id: 'due', title: 'list.due', sorts: ['due_at', '-due_at'], text: dueText },
  { id: 'area', title: 'list.area', text: areaText },
  { id: 'quality', title: 'list.quality', text: qualityText },
];

/** Cell is what a column shows of a complaint; cut off where there is no room, and whole on hover. */
export function Cell({
  column,
  complaint,
  context,
}: {
  column: Column;
  complaint: Complaint;
  context: Context;
}) {
  const text = column.text(complaint, context);
  return (
    <div role="gridcell" class={`cell cell-${column.id}`} title={text}>
      {column.mark && <ClassMark complaint={complaint} />}
      <span>{text}</span>
    </div>
  );
}

/** What the list is in the order of: the due time, the end or the handling time; else the end, else the due time. */
function dueText(complaint: Complaint, { app, locale: { t, format } }: Context): string {
  const { closed_at, due_at, handling_s } = complaint;
  const day = (time: string) => format.day(dayOf(new Date(time), app.state.meta.value.city.time_zone));
  const due = due_at ? t('list.dueAt', { day: day(due_at) }) : t('list.undated');
  const { sort } = app.state.view.value;
  if (sort === '-handling' && handling_s !== undefined) {
    return t('list.handled', { time: format.duration(handling_s) });
  }
  const byDue = sort === 'due_at' || sort === '-due_at';
  return closed_at && !byDue ? t('list.closedAt', { day: day(closed_at) }) : due;
}

function areaText({ areas: of }: Complaint, { app, locale, areas }: Context): string {
  const code = of?.[app.state.areas.value?.set.code ?? ''];
  if (!code) return locale.t('list.unknown');
  const area = areas.get(code);
  return area ? locale.name(area) : code;
}

function qualityText({ quality, radius_m }: Complaint, { locale: { t, format } }: Context): string {
  switch (quality) {
    case 'point':
    case 'street':
      return radius_m ? `${t(`quality.${quality}`)}, ${format.distance(radius_m)}` : t(`quality.${quality}`);
    case 'area':
      return t('quality.area');
    default:
      return t('list.unknown');
  }
}
