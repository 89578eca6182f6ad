import type { Area } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { judge, worstFirst } from '../../state/judge';
import { compareNames } from '../../ui/collate';

/** How many areas are named. */
const WORST = 3;

/** WorstAreas names the areas that keep worst to the time set, as surely as their number of cases allows. */
export function WorstAreas() {
  const { queries, state } = useApp();
  const { t, name } = useLocale();
  const { targets } = state.meta.value;
  const areas = queries.ranking.data.value?.areas ?? [];
  const worst = areas
    .flatMap(area => (area.measures ? [{ area, judgement: judge(area.measures, targets) }] : []))
    .filter(({ judgement }) => judgement.verdict === 'red' || judgement.verdict === 'orange')
    .sort((a, b) => worstFirst(a.judgement, b.judgement) || compareNames(name(a.area), name(b.area)))
    .slice(0, WORST);
  if (worst.length === 0) return <p class="wall-word">{t('wall.worst.none')}</p>;
  return (
    <ol class="wall-worst">
      {worst.map(({ area, judgement }) => (
        <WorstArea key={area.code} area={area} rate={judgement.rate} verdict={judgement.verdict} />
      ))}
    </ol>
  );
}

function WorstArea({ area, rate, verdict }: { area: Area; rate: number | undefined; verdict: string }) {
  const { t, format, name } = useLocale();
  const m = area.measures;
  return (
    <li>
      <h3>{name(area)}</h3>
      <p class="wall-rate">
        <span class="dot" data-verdict={verdict} />
        {rate === undefined ? '–' : format.percent(rate)}
      </p>
      <p class="wall-who">
        {t('wall.worst.of', { overdue: format.count(m?.overdue ?? 0), n: format.count(m?.n ?? 0) })}
      </p>
    </li>
  );
}
