import { useEffect, useMemo, useState } from 'preact/hooks';
import { type App, type Locale, useApp, useLocale } from '../app';
import { countVerdicts, scaleStart } from '../state/judge';
import { agencyStandings, areaStandings, RED_FIRST, type Standing, sorted } from '../state/standings';
import { RANKINGS } from '../state/view';
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import { FaultMessage } from '../ui/StateMessage';
import { saveCSV } from '../ui/save';
import { fileNameOf } from './caption';
import { RankingTable } from './RankingTable';
import { VerdictKey } from './Verdict';

/** How many lines are shown before all of them. */
const TOP = 10;

/** Ranking lists areas or agencies by how they keep to the time set, red first; a line selects what it is about. */
export function Ranking() {
  const app = useApp();
  const { t } = useLocale();
  const { state } = app;
  const { ranking } = state.view.value;
  return (
    <section class="card ranking" aria-labelledby="ranking-title">
      <header class="card-head">
        <h3 id="ranking-title">{t('rank.title')}</h3>
        <Segmented
          label={t('rank.of')}
          value={ranking}
          options={RANKINGS.map(value => ({ value, text: t(`rank.${value}`) }))}
          onChange={value => state.look({ ranking: value })}
        />
        <SaveButton />
      </header>
      {ranking === 'areas' && !state.areas.value ? <p class="note">{t('rank.none')}</p> : <Standings />}
    </section>
  );
}

/** The judgement of all, and the lines of those that come first. */
function Standings() {
  const app = useApp();
  const { t, format, name } = useLocale();
  const [all, setAll] = useState(false);
  const { state, queries } = app;
  useEffect(() => queries.standings.watch(), [queries]);
  const standings = useStandings();
  const { ranking, order } = state.view.value;
  const { targets } = state.meta.value;
  const lines = useMemo(() => sorted(standings, order, name), [standings, order, name]);
  const judgements = useMemo(() => standings.map(s => s.judgement), [standings]);
  const shown = all ? lines : lines.slice(0, TOP);
  const start = scaleStart(
    shown.map(s => s.judgement),
    targets,
  );
  const source = ranking === 'areas' ? queries.ranking : queries.standings;
  const fault = source.fault.value;
  if (fault) return <FaultMessage fault={fault} onRetry={source.retry} />;
  if (standings.length === 0) {
    return <p class="note">{t(source.loading.value ? 'state.loading' : 'rank.empty')}</p>;
  }
  const percents = { from: format.percent(start), to: format.percent(1) };
  return (
    <>
      <VerdictKey counts={countVerdicts(judgements)} />
      <RankingTable
        caption={t(`rank.title.${ranking}`)}
        lines={t(ranking === 'areas' ? 'rank.area' : 'rank.agency')}
        standings={shown}
        order={order}
        onOrder={next => state.look({ order: next })}
        start={start}
        chosen={standing => isChosen(app, standing)}
        onChoose={standing => choose(app, standing)}
      />
      <p class="note">{t('rank.scale', { ...percents, target: format.percent(targets.on_time) })}</p>
      {lines.length > TOP && (
        <button type="button" class="quiet-button more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('rank.top') : t(`rank.all.${ranking}`, { n: format.count(lines.length) })}
        </button>
      )}
    </>
  );
}

/** useStandings are all lines of the ranking in force, in no order. */
function useStandings(): readonly Standing[] {
  const { state, queries } = useApp();
  const { ranking } = state.view.value;
  const { targets, agencies } = state.meta.value;
  const list = queries.ranking.data.value;
  // An answer that could not be renewed is about another question: it stays no change beside newer counts.
  const stats = queries.standings.fault.value ? undefined : queries.standings.data.value;
  return useMemo(
    () =>
      ranking === 'areas' ? areaStandings(list, stats, targets) : agencyStandings(stats, agencies, targets),
    [ranking, list, stats, targets, agencies],
  );
}

function isChosen({ state }: App, { code, area }: Standing): boolean {
  const { selection } = state.view.value;
  if (selection?.kind === 'area') return area?.set === selection.set && code === selection.code;
  return selection?.kind === 'agency' && !area && selection.code === code;
}

/** Selects what a line is about, and shows where it is; the selected line again takes that back. */
function choose(app: App, standing: Standing): void {
  const { code, area } = standing;
  if (isChosen(app, standing)) {
    app.state.select(null);
  } else if (area) {
    app.state.select({ kind: 'area', set: area.set, code });
    app.map.peek()?.fit(area.bounds as [number, number, number, number]);
  } else {
    app.state.select({ kind: 'agency', code });
  }
}

/** Saves all lines, red first, with the numbers that the judgement is made of. */
function SaveButton() {
  const app = useApp();
  const locale = useLocale();
  const standings = useStandings();
  const { t } = locale;
  const title = t(`rank.title.${app.state.view.value.ranking}`);
  if (standings.length === 0) return null;
  return (
    <button
      type="button"
      class="quiet-button"
      aria-label={t('rank.save', { ranking: title })}
      onClick={() => saveStandings(app, locale, title, standings)}
    >
      <Icon name="save" />
      {t('rank.csv')}
    </button>
  );
}

function saveStandings(app: App, locale: Locale, title: string, standings: readonly Standing[]): void {
  const { t, name } = locale;
  const header = [
    t('rank.code'),
    t('chart.name'),
    t('rank.verdict'),
    t('rank.rate.term'),
    t('rank.low'),
    t('rank.high'),
    t('rank.judged'),
    t('class.on_time'),
    t('class.late'),
    t('class.overdue'),
    t('chart.n'),
    t('rank.change'),
  ];
  const rows = sorted(standings, RED_FIRST, name).map(
    ({ code, name: thing, judgement: j, measures: m, change }) => [
      code,
      name(thing),
      t(`verdict.${j.verdict}`),
      j.rate,
      j.low,
      j.high,
      j.judged,
      m.on_time,
      m.late,
      m.overdue,
      m.n,
      change,
    ],
  );
  saveCSV(fileNameOf(app, locale, title), header, rows);
}
