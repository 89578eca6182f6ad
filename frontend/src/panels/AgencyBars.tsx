import { useMemo } from 'preact/hooks';
import { useApp, useLocale } from '../app';
import { compareNames } from '../ui/collate';
import { BarsCard } from './BarsCard';
import { rowName } from './KindBars';

/** AgencyBars are the columns by agency; a click narrows to it. */
export function AgencyBars() {
  const { state, queries } = useApp();
  const { t, name } = useLocale();
  const rows = queries.agencies.data.value?.rows;
  const unknown = t('chart.unknown');
  const bars = useMemo(
    () =>
      (rows ?? [])
        .map(row => {
          const code = row.key[0] ?? null;
          return { code, name: code === null ? unknown : rowName(row, name), measures: row.measures };
        })
        .sort((a, b) => b.measures.n - a.measures.n || compareNames(a.name, b.name)),
    [rows, name, unknown],
  );
  const title = t('chart.agency');
  return <BarsCard title={title} name={title} bars={bars} onPick={code => state.toggle('agencies', code)} />;
}
