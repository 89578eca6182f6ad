import type { ComponentChildren } from 'preact';
import { useApp, useLocale } from '../../app';
import { tooFew } from '../../state/judge';
import { lengthInDays } from '../../state/periods';

/**
 * BriefNumbers are the three numbers that an officer comes for, each with what it counts and of
 * which time: on a phone they stand in the part of the sheet that is seen without pulling it.
 */
export function BriefNumbers() {
  const { brief } = useApp();
  const { t, format } = useLocale();
  const fresh = brief.fresh.data.value?.total;
  const waiting = brief.waiting.data.value?.total;
  const count = (n: number | undefined) => (n === undefined ? '…' : format.count(n));
  return (
    <dl class="brief-numbers">
      <BriefNumber name="fresh" term={t('brief.fresh')} value={count(fresh?.n)}>
        {t('brief.since', { day: format.day(brief.yesterday.value) })}
      </BriefNumber>
      <BriefNumber
        name="waiting"
        term={t('brief.waiting')}
        value={count(waiting?.n)}
        alarm={!!waiting?.overdue}
      >
        {waiting && t('brief.hotspots.overdue', { n: format.count(waiting.overdue) })}
      </BriefNumber>
      <OnTime />
    </dl>
  );
}

/** The on-time rate of the chosen time, and whether it is of too few to judge by. */
function OnTime() {
  const { state, queries } = useApp();
  const { t, format } = useLocale();
  const total = queries.categories.data.value?.total;
  const days = lengthInDays(state.scope.value, state.meta.value.city.time_zone);
  const time = days === undefined ? t('time.all') : format.length(days);
  const few = total && tooFew('on_time_rate', total);
  return (
    <BriefNumber
      name="onTime"
      term={t('class.on_time')}
      value={total ? format.measure('on_time_rate', total.on_time_rate) : '…'}
    >
      {few ? t('brief.few', { time }) : time}
    </BriefNumber>
  );
}

interface NumberProps {
  name: string;
  term: string;
  value: string;
  alarm?: boolean;
  /** What it counts, or of which time. */
  children: ComponentChildren;
}

function BriefNumber({ name, term, value, alarm = false, children }: NumberProps) {
  return (
    <div data-number={name}>
      <dt>{term}</dt>
      <dd>{value}</dd>
      <dd class={alarm ? 'alarm' : 'quiet'}>{children}</dd>
    </div>
  );
}
