import { useApp, useLocale } from '../app';
import { type Judgement, VERDICTS, type Verdict } from '../state/judge';
import { Explained } from '../ui/Explained';
import { Icon, type IconName } from '../ui/Icon';

/** The sign of each colour, for eyes that do not tell colours apart. */
const SIGNS = {
  red: 'close',
  orange: 'right',
  green: 'check',
  grey: 'minus',
} as const satisfies Record<Verdict, IconName>;

/** VerdictMark is a judgement as colour and sign, and as a word for who does not see it. */
export function VerdictMark({ verdict, silent = false }: { verdict: Verdict; silent?: boolean }) {
  const { t } = useLocale();
  const word = t(`verdict.${verdict}`);
  return (
    <span class="verdict" data-verdict={verdict} title={word}>
      <Icon name={SIGNS[verdict]} />
      {!silent && <span class="unseen">{word}:</span>}
    </span>
  );
}

/** VerdictKey says what the colours mean, from which rate on, and how many have each. */
export function VerdictKey({ counts }: { counts: Readonly<Record<Verdict, number>> }) {
  const { t, format } = useLocale();
  const { on_time, on_way } = useApp().state.meta.value.targets;
  const slots = { target: format.percent(on_time), way: format.percent(on_way) };
  // Where both targets are one, nothing lies between them.
  const shown = VERDICTS.filter(verdict => verdict !== 'orange' || on_way < on_time);
  return (
    <>
      <p class="verdict-about">
        <Explained term={t('rank.rate.term')} why={t('rank.rate.why')} /> {t('rank.against')}
      </p>
      <ul class="verdict-key">
        {shown.map(verdict => (
          <li key={verdict}>
            <VerdictMark verdict={verdict} silent />
            <span>
              {t(`verdict.${verdict}`)} <span class="quiet">{t(`verdict.${verdict}.range`, slots)}</span>
            </span>
            <span class="number">{format.count(counts[verdict])}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** RateBar draws a rate with its interval and the target, on a scale from `start` to 1. */
export function RateBar({ judgement, start }: { judgement: Judgement; start: number }) {
  const { on_time } = useApp().state.meta.value.targets;
  const { low, high, rate, verdict } = judgement;
  const at = (share: number) => `${(Math.max(0, (share - start) / (1 - start)) * 100).toFixed(1)}%`;
  return (
    <span class="rate-bar" data-verdict={verdict} aria-hidden="true">
      {rate !== undefined && (
        <>
          <span class="rate-interval" style={{ left: at(low), right: `calc(100% - ${at(high)})` }} />
          <span class="rate-point" style={{ left: at(rate) }} />
        </>
      )}
      <span class="rate-target" style={{ left: at(on_time) }} />
    </span>
  );
}
