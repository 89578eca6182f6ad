import { CLASSES_BY_CONCERN, type Complaint, type Measures } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { countVerdicts, judge, VERDICTS } from '../../state/judge';
import type { Scene } from '../../state/scenes';
import { useComplaintWords } from './ComplaintRows';
import { WorstAreas } from './WorstAreas';

/** WallScene is what stands beside the map: a heading, one big number, and few words. */
export function WallScene({ scene }: { scene: Scene }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const year = scene === 'change' && state.view.value.compare === 'year';
  return (
    <>
      <h2>{t(year ? 'wall.changeYear' : `wall.${scene}`)}</h2>
      <p class="wall-period">
        {scene === 'waiting' ? t('wall.waiting.when') : format.period(state.asked.value)}
      </p>
      <Content scene={scene} />
    </>
  );
}

function Content({ scene }: { scene: Scene }) {
  const { queries } = useApp();
  const { t } = useLocale();
  const stats = queries.categories.data.value;
  if (scene === 'waiting') return <Waiting />;
  if (scene === 'worst') return <WorstAreas />;
  if (!stats) return <p class="wall-period">{t('state.loading')}</p>;
  if (scene === 'rate') return <Rate total={stats.total} />;
  if (scene === 'change') return <Change now={stats.total} before={stats.compare?.total} />;
  return <Count total={stats.total} />;
}

/** How many, how they stand, and what came since yesterday. */
function Count({ total }: { total: Measures }) {
  const { brief } = useApp();
  const { t, format } = useLocale();
  const fresh = brief.fresh.data.value?.total.n;
  return (
    <>
      <p class="wall-number" data-n={total.n}>
        {format.count(total.n)}
      </p>
      <p class="wall-word">{t(total.n === 1 ? 'figure.complaints.one' : 'figure.complaints.other')}</p>
      <ClassLines total={total} />
      {fresh !== undefined && <p class="wall-extra">{t('wall.fresh', { n: format.count(fresh) })}</p>}
    </>
  );
}

function ClassLines({ total }: { total: Measures }) {
  const { t, format } = useLocale();
  return (
    <dl class="wall-classes">
      {CLASSES_BY_CONCERN.filter(c => total[c] > 0).map(c => (
        <div key={c}>
          <dt>
            <span class="dot" style={{ background: `var(--${c})` }} />
            {t(`class.${c}`)}
          </dt>
          <dd>{format.count(total[c])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The share in time against the target, and how many areas keep to it. */
function Rate({ total }: { total: Measures }) {
  const { queries, state } = useApp();
  const { t, format } = useLocale();
  const { targets } = state.meta.value;
  const areas = queries.ranking.data.value?.areas ?? [];
  const verdicts = countVerdicts(areas.flatMap(a => (a.measures ? [judge(a.measures, targets)] : [])));
  return (
    <>
      <p class="wall-number">{format.measure('on_time_rate', total.on_time_rate)}</p>
      <p class="wall-word">{t('wall.target', { target: format.percent(targets.on_time) })}</p>
      <dl class="wall-classes">
        {VERDICTS.map(v => (
          <div key={v}>
            <dt>
              <span class="dot" data-verdict={v} />
              {t(`wall.verdict.${v}`)}
            </dt>
            <dd>{format.count(verdicts[v])}</dd>
          </div>
        ))}
      </dl>
      {total.median_s !== undefined && (
        <p class="wall-extra">{t('wall.median', { time: format.duration(total.median_s) })}</p>
      )}
    </>
  );
}

/** The change of the whole city; where it comes from is on the map. */
function Change({ now, before }: { now: Measures; before: Measures | undefined }) {
  const { t, format } = useLocale();
  const change = before && format.change(now.n, before.n);
  if (!before || !change) return <p class="wall-word">{t('wall.noChange')}</p>;
  return (
    <>
      <p class="wall-number">{change}</p>
      <p class="wall-word">
        {t('wall.change.from', { before: format.count(before.n), now: format.count(now.n) })}
      </p>
      <dl class="wall-classes">
        <div>
          <dt>{t('class.overdue')}</dt>
          <dd>
            {format.count(before.overdue)} → {format.count(now.overdue)}
          </dd>
        </div>
        <div>
          <dt>{t('measure.on_time_rate')}</dt>
          <dd>
            {format.measure('on_time_rate', before.on_time_rate)} →{' '}
            {format.measure('on_time_rate', now.on_time_rate)}
          </dd>
        </div>
      </dl>
    </>
  );
}

/** What came last, and what waits longest. */
function Waiting() {
  const { brief } = useApp();
  const { t, format } = useLocale();
  const waiting = brief.waiting.data.value?.total;
  return (
    <>
      <div class="wall-total">
        <p class="wall-number">{waiting ? format.count(waiting.n) : '…'}</p>
        <p class="wall-word">{waiting && t('wall.waiting.of', { overdue: format.count(waiting.overdue) })}</p>
      </div>
      <Complaints title={t('wall.oldest')} of={brief.oldest.data.value?.complaints} time="due_at" />
      <Complaints title={t('wall.newest')} of={brief.newest.data.value?.complaints} time="received_at" />
    </>
  );
}

/** More rows than this would not be read from five metres. */
const ROWS = 2;

interface ComplaintsProps {
  title: string;
  of: readonly Complaint[] | undefined;
  time: 'received_at' | 'due_at';
}

function Complaints({ title, of, time }: ComplaintsProps) {
  return (
    <section class="wall-list" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {of?.slice(0, ROWS).map(c => (
          <Line key={c.id} complaint={c} time={time} />
        ))}
      </ul>
    </section>
  );
}

function Line({ complaint, time }: { complaint: Complaint; time: ComplaintsProps['time'] }) {
  const { clock } = useApp();
  const { t, format } = useLocale();
  const words = useComplaintWords(complaint);
  const at = complaint[time];
  return (
    <li>
      <span class="dot" style={{ background: `var(--${complaint.class})` }} />
      <b>{words.category}</b>
      <span class="wall-who">
        {at ? format.clock(at, clock.value) : t('brief.noDue')} · {words.agency}
      </span>
    </li>
  );
}
