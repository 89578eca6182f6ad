import { useApp, useLocale } from '../../app';

/**
 * Notes is the one line that says what is wrong at present: the connection is
 * lost, or the data is as of a moment, since the database does not answer. It goes
 * away by itself. The element stays, so that screen readers tell when its text comes.
 */
export function Notes() {
  return (
    <p class="stale-note" role="status">
      {useNote()}
    </p>
  );
}

/** What is wrong at present, in words; a lost connection hides all else. */
export function useNote(): string {
  const { stale, lost, clock } = useApp();
  const { t, format } = useLocale();
  if (lost.value) return t('note.lost', { time: format.clock(lost.value.toISOString(), clock.value) });
  return stale.value ? t('stale.note', { time: format.clock(stale.value, clock.value) }) : '';
}
