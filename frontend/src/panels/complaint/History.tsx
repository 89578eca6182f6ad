import type { ComplaintDetail, Status } from '../../api/vocabulary';
import { useLocale } from '../../app';
import { spoken } from './words';

/** What has happened says the state after it by itself: it is not said twice. */
const SAYS: Readonly<Record<string, Status>> = {
  received: 'received',
  assigned: 'assigned',
  progress: 'in_progress',
};

/** History is what was done, as a line through time: what, the state after it, when and how long after the step before. */
export function History({ complaint }: { complaint: ComplaintDetail }) {
  const locale = useLocale();
  const { t, format } = locale;
  const { history } = complaint;
  return (
    <section class="card" aria-labelledby="history-title">
      <header class="card-head">
        <h3 id="history-title">{t('complaint.history')}</h3>
      </header>
      <ol class="history">
        {history.map((event, i) => {
          const before = history[i - 1];
          const after = before ? (Date.parse(event.at) - Date.parse(before.at)) / 1000 : 0;
          const newDue = event.due_at && event.due_at !== before?.due_at ? event.due_at : undefined;
          return (
            <li key={`${event.at} ${i}`} data-kind={event.kind}>
              <b>{spoken(locale, 'complaint.event', event.kind)}</b>
              {SAYS[event.kind] !== event.status && (
                <span class="quiet"> · {spoken(locale, 'status', event.status)}</span>
              )}
              <p class="quiet">
                <time dateTime={event.at}>{format.moment(event.at)}</time>
                {after > 0 && ` · ${t('complaint.after', { time: format.duration(after) })}`}
                {newDue && ` · ${t('complaint.newDue', { time: format.moment(newDue) })}`}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
