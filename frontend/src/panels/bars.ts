import type { Measures, Meta, StatsRow } from '../api/vocabulary';
import type { Bar } from '../charts/bars';
import { compareNames } from '../ui/collate';
import { addMeasures } from './sums';

type Name = (thing: { name: string; name_en: string }) => string;

/** barsByKey are the rows of an answer, the most first; `unknown` names what nobody knows. */
export function barsByKey(rows: readonly StatsRow[], name: Name, unknown: string): Bar[] {
  return rows
    .map(row => {
      const code = row.key[0] ?? null;
      const { measures, compare: before } = row;
      return { code, name: code === null ? unknown : rowName(row, name), measures, before };
    })
    .sort(byCount);
}

/** barsByField sums kinds into fields: one question to the service answers both. */
export function barsByField(rows: readonly StatsRow[], meta: Meta, name: Name, unknown: string): Bar[] {
  const fieldOf = new Map(meta.categories.map(c => [c.code, c.group]));
  const fields = new Map<string | null, StatsRow[]>();
  for (const row of rows) {
    const field = fieldOf.get(row.key[0] ?? '') ?? null;
    fields.set(field, [...(fields.get(field) ?? []), row]);
  }
  return [...fields]
    .map(([code, parts]) => {
      const field = meta.groups.find(g => g.code === code);
      return { code, name: field ? name(field) : (code ?? unknown), ...sumOf(parts) };
    })
    .sort(byCount);
}

/** A kind that the compared window did not have counts there as none. */
function sumOf(parts: readonly StatsRow[]): Pick<Bar, 'measures' | 'before'> {
  const before = parts.flatMap(part => part.compare ?? []);
  const measures: Measures = addMeasures(parts.map(part => part.measures));
  return { measures, before: before.length > 0 ? addMeasures(before) : undefined };
}

/** The name that a row of statistics carries, else its key. */
function rowName(row: StatsRow, name: Name): string {
  const own = row.name?.[0];
  return own ? name({ name: own, name_en: row.name_en?.[0] ?? '' }) : (row.key[0] ?? '–');
}

/** The most first; what nobody knows stands last, whatever its number. */
function byCount(a: Bar, b: Bar): number {
  const unknown = Number(a.code === null) - Number(b.code === null);
  return unknown || b.measures.n - a.measures.n || compareNames(a.name, b.name);
}
