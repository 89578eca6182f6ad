import { useApp, useLocale } from '../../app';
import { type JudgedArea, worstOf } from '../../state/need';

/** WorstAreas names the areas that miss the target by most, with the numbers that they have on the map. */
export function WorstAreas() {
  const { queries, state } = useApp();
  const { t, name } = useLocale();
  const answer = queries.ranking.data.value;
  if (!answer) return <p class="wall-word">{t('state.loading')}</p>;
  const worst = worstOf(answer.areas, state.meta.value.targets, name);
  if (worst.length === 0) return <p class="wall-word">{t('wall.worst.none')}</p>;
  return (
    <ol class="wall-worst">
      {worst.map((judged, i) => (
        <WorstArea key={judged.area.code} rank={i + 1} judged={judged} />
      ))}
    </ol>
  );
}

function WorstArea({ rank, judged }: { rank: number; judged: JudgedArea }) {
  const { map, state } = useApp();
  const { t, format, name } = useLocale();
  const { area, measures, judgement } = judged;
  void state.view.value.camera; // what is in view follows it
  const [lng = 0, lat = 0] = area.label;
  const away = map.value?.sees([lng, lat]) === false;
  return (
    <li>
      <h3>
        <span class="wall-rank">{format.count(rank)}</span>
        {name(area)}
      </h3>
      <p class="wall-rate">
        <span class="dot" data-verdict={judgement.verdict} />
        {judgement.rate === undefined ? '–' : format.percent(judgement.rate)}
        <small>{t('wall.worst.rate')}</small>
      </p>
      <p class="wall-who">
        {t('wall.worst.of', {
          late: format.count(measures.late),
          overdue: format.count(measures.overdue),
          n: format.count(measures.n),
        })}
        {away && ` · ${t('wall.worst.away')}`}
      </p>
    </li>
  );
}
