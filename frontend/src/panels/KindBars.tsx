import { useMemo, useState } from 'preact/hooks';
import type { Measures, StatsRow } from '../api/vocabulary';
import { type App, useApp, useLocale } from '../app';
import type { Bar } from '../charts/bars';
import { toggleKinds } from '../state/kinds';
import { compareNames } from '../ui/collate';
import { Segmented } from '../ui/Segmented';
import { BarsCard } from './BarsCard';
import { addMeasures } from './sums';

type By = 'group' | 'category';

/** KindBars are the columns by field or by kind of complaint; a click narrows to it. */
export function KindBars() {
  const app = useApp();
  const { t, name } = useLocale();
  const [by, setBy] = useState<By>('group');
  const meta = app.state.meta.value;
  const rows = app.queries.categories.data.value?.rows;
  const bars = useMemo(() => {
    if (!rows) return [];
    return by === 'category' ? categoryBars(rows, name) : groupBars(rows, meta, name);
  }, [rows, by, meta, name]);
  const title = t(`chart.${by}`);
  return (
    <BarsCard
      title={
        <Segmented
          label={title}
          value={by}
          options={[
            { value: 'group', text: t('facet.group') },
            { value: 'category', text: t('facet.category') },
          ]}
          onChange={setBy}
        />
      }
      name={title}
      bars={bars}
      onPick={code => pick(app, by, code)}
    />
  );
}

function pick({ state }: App, by: By, code: string): void {
  const meta = state.meta.peek();
  const codes = by === 'category' ? [code] : meta.categories.filter(c => c.group === code).map(c => c.code);
  state.narrow(toggleKinds(state.filter.peek(), meta, codes));
}

type Name = (thing: { name: string; name_en: string }) => string;

function categoryBars(rows: readonly StatsRow[], name: Name): Bar[] {
  return rows
    .map(row => ({ code: row.key[0] ?? null, name: rowName(row, name), measures: row.measures }))
    .sort(byCount);
}

/** Fields are the sums of their kinds: one question to the service answers both. */
function groupBars(rows: readonly StatsRow[], meta: App['state']['meta']['value'], name: Name): Bar[] {
  const groupOf = new Map(meta.categories.map(c => [c.code, c.group]));
  const sums = new Map<string, Measures[]>();
  for (const row of rows) {
    const group = groupOf.get(row.key[0] ?? '') ?? '';
    sums.set(group, [...(sums.get(group) ?? []), row.measures]);
  }
  return [...sums]
    .map(([code, parts]) => {
      const group = meta.groups.find(g => g.code === code);
      return { code: code || null, name: group ? name(group) : code || '–', measures: addMeasures(parts) };
    })
    .sort(byCount);
}

/** rowName is the name a row of statistics carries, else its key. */
export function rowName(row: StatsRow, name: Name): string {
  const own = row.name?.[0];
  return own ? name({ name: own, name_en: row.name_en?.[0] ?? '' }) : (row.key[0] ?? '–');
}

function byCount(a: Bar, b: Bar): number {
  return b.measures.n - a.measures.n || compareNames(a.name, b.name);
}
