import { useApp, useLocale } from '../../app';
import { inNeed } from '../../state/need';

/** How many areas stand on paper. */
const TOP = 10;

/** SheetRanking is the head of the ranking of areas on paper: the ones in most need first. */
export function SheetRanking() {
  const { state, queries } = useApp();
  const { t, format, name } = useLocale();
  const { targets } = state.meta.value;
  const areas = inNeed(queries.ranking.data.value?.areas ?? [], targets, name).slice(0, TOP);
  if (areas.length === 0) return null;
  return (
    <section class="sheet-ranking">
      <h2>{t('print.ranking', { n: format.count(areas.length) })}</h2>
      <table class="figures-table">
        <thead>
          <tr>
            <th scope="col">{t('rank.area')}</th>
            <th scope="col">{t('chart.n')}</th>
            <th scope="col">{t('class.overdue')}</th>
            <th scope="col">{t('class.on_time')}</th>
          </tr>
        </thead>
        <tbody>
          {areas.map(({ area, measures: m, judgement }) => (
            <tr key={area.code}>
              <th scope="row">
                <span class="dot" data-verdict={judgement.verdict} /> {name(area)}
              </th>
              <td class="number">{format.count(m.n)}</td>
              <td class="number">{format.count(m.overdue)}</td>
              <td class="number">{format.measure('on_time_rate', m.on_time_rate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
