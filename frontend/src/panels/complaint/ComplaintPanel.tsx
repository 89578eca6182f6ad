import type { ComplaintDetail } from '../../api/vocabulary';
import { type Locale, useApp, useLocale } from '../../app';
import { Icon } from '../../ui/Icon';
import { FaultMessage, Message } from '../../ui/StateMessage';
import { ClassMark } from './ClassMark';
import { History } from './History';
import { Ids } from './Ids';
import { Near } from './Near';
import { PlaceCard } from './PlaceCard';
import { classOf, nameOf, spoken, standing } from './words';

/** ComplaintPanel is one complaint: what it is, how it stands, what was done, where, and what is near. */
export function ComplaintPanel({ id }: { id: string }) {
  const { list } = useApp().queries;
  const { t } = useLocale();
  const fault = list.complaint.fault.value;
  const complaint = list.complaint.data.value;
  if (fault?.status === 404 || fault?.status === 400) return <Gone id={id} />;
  if (fault) return <FaultMessage fault={fault} onRetry={list.complaint.retry} />;
  if (complaint?.id !== id) {
    return (
      <div class="skeleton" role="status" aria-label={t('state.loading')}>
        <span />
        <span />
        <span />
      </div>
    );
  }
  return (
    <article class="complaint" data-id={id}>
      <Heading complaint={complaint} />
      <Standing complaint={complaint} />
      <Facts complaint={complaint} />
      <History complaint={complaint} />
      <PlaceCard complaint={complaint} />
      <Near complaint={complaint} />
      <Ids key={id} complaint={complaint} />
    </article>
  );
}

function Heading({ complaint }: { complaint: ComplaintDetail }) {
  const { state } = useApp();
  const locale = useLocale();
  const { t } = locale;
  const { categories, groups } = state.meta.value;
  return (
    <header class="panel-head">
      <div class="heading">
        <h2>{nameOf(categories, complaint.category, locale)}</h2>
        <p class="quiet">{nameOf(groups, complaint.group, locale)}</p>
      </div>
      <button
        type="button"
        class="quiet-button icon-only"
        aria-label={t('complaint.back')}
        title={t('complaint.back')}
        onClick={() => state.select(null)}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}

/** The class in a word, and beside it the time that is left or lost. */
function Standing({ complaint }: { complaint: ComplaintDetail }) {
  const locale = useLocale();
  const { t, format } = locale;
  const name = classOf(complaint);
  const word = t(`class.${name}`);
  const time = standing(complaint, Date.parse(complaint.as_of), locale);
  return (
    <div class="complaint-standing" data-class={name}>
      <p>
        <ClassMark complaint={complaint} />
        <b>{word}</b>
        {time !== word && <span> · {time}</span>}
      </p>
      {complaint.reopened > 0 && (
        <p class="quiet">{t('complaint.reopened', { n: format.count(complaint.reopened) })}</p>
      )}
    </div>
  );
}

function Facts({ complaint }: { complaint: ComplaintDetail }) {
  const { state } = useApp();
  const locale = useLocale();
  const { t } = locale;
  return (
    <dl class="facts">
      {factsOf(complaint, locale).map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      <div>
        <dt>{t('complaint.agency')}</dt>
        <dd>
          {complaint.agency ? (
            <button
              type="button"
              class="plain linked"
              onClick={() => state.select({ kind: 'agency', code: complaint.agency ?? '' })}
            >
              {nameOf(state.meta.value.agencies, complaint.agency, locale)}
            </button>
          ) : (
            t('list.unknown')
          )}
        </dd>
      </div>
      <div>
        <dt>{t('complaint.channel')}</dt>
        <dd>{spoken(locale, 'channel', complaint.channel)}</dd>
      </div>
    </dl>
  );
}

/** The times that matter; those that do not apply are left out. */
function factsOf(complaint: ComplaintDetail, { t, format }: Locale): [term: string, text: string][] {
  const { received_at, due_at, closed_at, handling_s } = complaint;
  const facts: [string, string][] = [
    [t('complaint.received'), format.moment(received_at)],
    [t('complaint.due'), due_at ? format.moment(due_at) : t('complaint.none')],
  ];
  if (closed_at) facts.push([t('complaint.closed'), format.moment(closed_at)]);
  if (handling_s !== undefined) facts.push([t('complaint.handling'), format.duration(handling_s)]);
  return facts;
}

function Gone({ id }: { id: string }) {
  const { state } = useApp();
  const { t } = useLocale();
  return (
    <Message title={t('complaint.gone')} role="status">
      <p>{t('complaint.gone.why', { id })}</p>
      <p class="actions">
        <button type="button" class="button" onClick={() => state.select(null)}>
          {t('complaint.gone.back')}
        </button>
      </p>
    </Message>
  );
}
