import { useApp, useLocale } from '../app';

/**
 * StaleNote says that the figures are as of a moment, while the database does
 * not answer. It goes away by itself. The element stays, so that screen readers
 * tell when its text comes.
 */
export function StaleNote() {
  const { stale } = useApp();
  const { t, format } = useLocale();
  const since = stale.value;
  return (
    <p class="stale-note" role="status">
      {since && t('stale.note', { time: format.clock(since, new Date()) })}
    </p>
  );
}
