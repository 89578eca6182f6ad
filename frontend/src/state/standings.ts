import type { Area, AreaList, Measures, Named, Stats } from '../api/vocabulary';
import { compareNames } from '../ui/collate';
import { bestFirst, type Judgement, judge, type Targets, worstFirst } from './judge';

/** One line of the ranking: an area or an agency, and how it stands. */
export interface Standing {
  readonly code: string;
  readonly name: Named;
  /** The area itself; an agency has none. */
  readonly area: Area | undefined;
  readonly measures: Judged;
  readonly judgement: Judgement;
  /** Complaints more than in the window compared with; undefined when none is compared. */
  readonly change: number | undefined;
}

type Judged = Pick<Measures, 'n' | 'on_time' | 'late' | 'overdue'>;

const NOTHING: Judged = { n: 0, on_time: 0, late: 0, overdue: 0 };

/** areaStandings are all areas of a list, those without a complaint too. */
export function areaStandings(
  list: AreaList | undefined,
  stats: Stats | undefined,
  targets: Targets,
): Standing[] {
  // Answers come one after the other: one about another set or level says nothing about this list.
  const sameAreas = stats?.set === list?.set && stats?.level === list?.level;
  const changes = sameAreas ? changesOf(stats) : undefined;
  return (list?.areas ?? []).map(area => {
    const measures = area.measures ?? NOTHING;
    return {
      code: area.code,
      name: area,
      area,
      measures,
      judgement: judge(measures, targets),
      change: changes && (changes.get(area.code) ?? 0),
    };
  });
}

/** agencyStandings are the agencies that have complaints, now or in the window compared with. */
export function agencyStandings(
  stats: Stats | undefined,
  agencies: readonly Named[],
  targets: Targets,
): Standing[] {
  if (stats?.group_by?.[0] !== 'agency') return [];
  const names = new Map(agencies.map(agency => [agency.code, agency]));
  const changes = changesOf(stats);
  return (stats.rows ?? []).flatMap(({ key: [code], measures }) => {
    if (!code) return [];
    const name = names.get(code) ?? { code, name: code, name_en: '' };
    const change = changes?.get(code);
    return [{ code, name, area: undefined, measures, judgement: judge(measures, targets), change }];
  });
}

/**
 * How many more there are than in the window compared with, by code; undefined when none is compared.
 * Both counts are of one answer: the list of areas may be about another window for a moment. What has
 * no row has no complaint in either.
 */
function changesOf(stats: Stats | undefined): Map<string, number> | undefined {
  if (!stats?.compare) return undefined;
  return new Map(
    (stats.rows ?? []).flatMap(({ key: [code], measures, compare }) =>
      code ? [[code, measures.n - (compare?.n ?? 0)]] : [],
    ),
  );
}

/** What the ranking can be sorted by. */
export const COLUMNS = ['name', 'rate', 'overdue', 'judged', 'n', 'change'] as const;
export type Column = (typeof COLUMNS)[number];

/** The order of the ranking: by a column as it is read first, or the other way round. */
export interface Order {
  readonly column: Column;
  readonly reversed: boolean;
}

/** Red first, then orange, green and grey. */
export const RED_FIRST: Order = { column: 'rate', reversed: false };

/** orderText writes an order as a parameter: a column, with a minus sign when it is turned round. */
export function orderText({ column, reversed }: Order): string {
  return reversed ? `-${column}` : column;
}

/** parseOrder reads what orderText writes; what it does not know is red first. */
export function parseOrder(text: string | null): Order {
  const reversed = text?.startsWith('-') === true;
  const column = COLUMNS.find(name => name === (reversed ? text.slice(1) : text));
  return column ? { column, reversed } : RED_FIRST;
}

/** ordered is the order after a column's heading was pressed: the same column again turns it round. */
export function ordered(order: Order, column: Column): Order {
  return { column, reversed: order.column === column && !order.reversed };
}

type Compare = (a: Standing, b: Standing) => number;

/** What each column puts first: A before Z, the worst rate, the greatest number. */
const FIRST: Readonly<Record<Column, Compare>> = {
  name: () => 0,
  rate: (a, b) => worstFirst(a.judgement, b.judgement),
  overdue: (a, b) => b.measures.overdue - a.measures.overdue,
  judged: (a, b) => b.judgement.judged - a.judgement.judged,
  n: (a, b) => b.measures.n - a.measures.n,
  change: (a, b) => (b.change ?? 0) - (a.change ?? 0),
};

/** sorted puts standings in order; equal ones by their names, and those by their codes. */
export function sorted(
  standings: readonly Standing[],
  { column, reversed }: Order,
  nameOf: (thing: Named) => string,
): Standing[] {
  const byName: Compare = (a, b) =>
    compareNames(nameOf(a.name), nameOf(b.name)) || compareNames(a.code, b.code);
  const first = compareIn(column, reversed);
  const turn = column === 'name' && reversed ? -1 : 1;
  return standings.toSorted((a, b) => first(a, b) || turn * byName(a, b));
}

/** Turned round, the best rate is first: what cannot be judged stays last. */
function compareIn(column: Column, reversed: boolean): Compare {
  if (!reversed) return FIRST[column];
  if (column === 'rate') return (a, b) => bestFirst(a.judgement, b.judgement);
  return (a, b) => FIRST[column](b, a);
}
