import { useState } from 'preact/hooks';
import type { ComplaintDetail, Neighbours } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { placeOf } from '../../map/marked';
import { NEIGHBOUR_RADIUS } from '../../state/queries-list';
import { FaultMessage } from '../../ui/StateMessage';
import { ComplaintRow } from '../list/ComplaintRow';
import { nameOf } from './words';

/** Kinds that are counted by name; the rest are too few to tell anything. */
const MOST_KINDS = 5;

/** Neighbours that are listed before the reader asks for all. */
const NEAREST = 10;

/** Near is what else was reported around a complaint: by kind, and each of them with how far it is. */
export function Near({ complaint }: { complaint: ComplaintDetail }) {
  const { neighbours } = useApp().queries.list;
  const { t, format } = useLocale();
  const distance = format.distance(NEIGHBOUR_RADIUS);
  const found = neighbours.data.value?.id === complaint.id ? neighbours.data.value : undefined;
  const fault = neighbours.fault.value;
  return (
    <section class="card" aria-labelledby="near-title">
      <header class="card-head">
        <h3 id="near-title">
          {found && found.n > 0
            ? t('complaint.near.n', { n: format.count(found.n), distance })
            : t('complaint.near', { distance })}
        </h3>
      </header>
      {fault && <FaultMessage fault={fault} onRetry={neighbours.retry} />}
      {!placeOf(complaint) && <p class="note">{t('complaint.near.noPoint')}</p>}
      {placeOf(complaint) && found?.n === 0 && <p class="note">{t('complaint.near.none', { distance })}</p>}
      {found && found.n > 0 && <Found key={found.id} found={found} />}
    </section>
  );
}

function Found({ found }: { found: Neighbours }) {
  const { state } = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const [all, setAll] = useState(false);
  const { n, categories, complaints, as_of } = found;
  const asOf = Date.parse(as_of);
  return (
    <>
      <ul class="near-kinds">
        {categories.slice(0, MOST_KINDS).map(({ category, n: many }) => (
          <li key={category}>
            <span>{nameOf(state.meta.value.categories, category, locale)}</span>
            <span class="number">{format.count(many)}</span>
          </li>
        ))}
      </ul>
      <p class="note">
        {complaints.length < n &&
          `${t('complaint.near.first', { most: format.count(complaints.length), n: format.count(n) })}. `}
        {t('complaint.near.all')}
      </p>
      <ol class="near-list">
        {complaints.slice(0, all ? undefined : NEAREST).map(other => (
          <li key={other.id}>
            <ComplaintRow complaint={other} asOf={asOf}>
              {format.distance(other.distance_m)}
            </ComplaintRow>
          </li>
        ))}
      </ol>
      {complaints.length > NEAREST && (
        <button type="button" class="quiet-button more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all
            ? t('complaint.near.fewer', { n: format.count(NEAREST) })
            : t('complaint.near.more', { n: format.count(complaints.length) })}
        </button>
      )}
    </>
  );
}
