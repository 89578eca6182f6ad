import { useRef } from 'preact/hooks';
import { type Locale, useApp, useLocale } from '../app';
import { everPlace } from '../state/ever';
import { Later } from '../ui/Later';
import { PlaceLink } from '../ui/PlaceLink';
import { useSeen } from './seen';

/**
 * OverdueEver says how many are overdue whenever they were received, where that is not what the
 * window has, and leads to the list of them. It keeps its line from the beginning: what is below must not move.
 */
export function OverdueEver({ within }: { within: number }) {
  const { state } = useApp();
  if (!everPlace(state)) return null;
  return (
    <dd class="figure-ever">
      <Later>
        <Ever within={within} />
      </Later>
    </dd>
  );
}

function Ever({ within }: { within: number }) {
  const { state, queries } = useApp();
  const locale = useLocale();
  const line = useRef<HTMLElement>(null);
  useSeen(line, 'ever');
  const place = everPlace(state);
  const text = everText({ within, ever: queries.figures.ever.data.value?.total.n }, locale);
  return (
    <span ref={line} title={locale.t('figure.ever.why')}>
      {place && text && <PlaceLink place={place}>{text}</PlaceLink>}
    </span>
  );
}

/** everText is the number of all time in words; none until it is known, and where it is the window's own. */
export function everText(
  { within, ever }: { within: number; ever: number | undefined },
  { t, format }: Locale,
) {
  return ever === undefined || ever === within ? undefined : t('figure.ever', { n: format.count(ever) });
}
