import { useMemo, useState } from 'preact/hooks';
import type { Area, Measures } from '../api/vocabulary';
import { type Locale, useApp, useLocale } from '../app';
import type { Key } from '../i18n';
import { compareNames } from '../ui/collate';
import { FaultMessage } from '../ui/StateMessage';

/** The columns that the ranking can be sorted by; the first is the worst first. */
const COLUMNS = ['overdue', 'n', 'on_time_rate'] as const;
type Column = (typeof COLUMNS)[number];

const TITLES = {
  overdue: 'class.overdue',
  n: 'chart.n',
  on_time_rate: 'class.on_time',
} as const satisfies Record<Column, Key>;

const TOP = 10;

/** Ranking lists the areas of the level in use, the worst first; a row selects its area. */
export function Ranking() {
  const { state, queries, map } = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const [column, setColumn] = useState<Column>('overdue');
  const [all, setAll] = useState(false);
  const areas = queries.ranking.data.value?.areas;
  const fault = queries.ranking.fault.value;
  const sorted = useMemo(() => sortAreas(areas ?? [], column, locale), [areas, column, locale]);
  const { selection } = state.view.value;
  if (fault) return <FaultMessage fault={fault} onRetry={queries.ranking.retry} />;
  if (!state.areas.value) return <p class="note">{t('rank.none')}</p>;
  const choose = (area: Area) => {
    state.select({ kind: 'area', set: area.set, code: area.code });
    map.peek()?.fit(area.bounds as [number, number, number, number]);
  };
  return (
    <section class="card ranking" aria-labelledby="ranking-title">
      <header class="card-head">
        <h3 id="ranking-title">{t('rank.title')}</h3>
      </header>
      <table class="figures-table">
        <caption class="unseen">{t('rank.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('rank.area')}</th>
            {COLUMNS.map(c => (
              <th key={c} scope="col" aria-sort={c === column ? 'descending' : undefined}>
                <button
                  type="button"
                  class="plain"
                  title={t('rank.sort', { column: t(TITLES[c]) })}
                  onClick={() => setColumn(c)}
                >
                  {t(TITLES[c])}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, all ? undefined : TOP).map(area => (
            <Row
              key={area.code}
              area={area}
              chosen={
                selection?.kind === 'area' && selection.code === area.code && selection.set === area.set
              }
              onChoose={choose}
            />
          ))}
        </tbody>
      </table>
      {sorted.length > TOP && (
        <button type="button" class="quiet-button more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('rank.top') : t('rank.all', { n: format.count(sorted.length) })}
        </button>
      )}
    </section>
  );
}

function Row({ area, chosen, onChoose }: { area: Area; chosen: boolean; onChoose: (area: Area) => void }) {
  const { name, format } = useLocale();
  const m = area.measures;
  return (
    <tr data-chosen={chosen}>
      <th scope="row">
        <button type="button" class="plain" aria-pressed={chosen} onClick={() => onChoose(area)}>
          {name(area)}
        </button>
      </th>
      <td class="number" data-alarm={(m?.overdue ?? 0) > 0}>
        {format.count(m?.overdue ?? 0)}
      </td>
      <td class="number">{format.count(m?.n ?? 0)}</td>
      <td class="number">{format.measure('on_time_rate', m?.on_time_rate)}</td>
    </tr>
  );
}

/** The worst first: many overdue, many, few on time. What cannot be judged comes last. */
function sortAreas(areas: readonly Area[], column: Column, { name }: Locale): Area[] {
  const badness = (m: Measures | undefined) => {
    if (!m) return Number.NEGATIVE_INFINITY;
    if (column !== 'on_time_rate') return m[column];
    return m.on_time_rate === undefined ? Number.NEGATIVE_INFINITY : -m.on_time_rate;
  };
  return [...areas].sort((a, b) => {
    const difference = badness(b.measures) - badness(a.measures);
    return Number.isNaN(difference) || difference === 0 ? compareNames(name(a), name(b)) : difference;
  });
}
