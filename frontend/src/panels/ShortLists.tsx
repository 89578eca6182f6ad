import { batch } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { Sort } from '../api/vocabulary';
import { type App, useApp, useLocale } from '../app';
import { openOf } from '../state/queries-figures';
import { FaultMessage } from '../ui/StateMessage';
import { useSeen } from './seen';
import { ComplaintRows } from './views/ComplaintRows';

/** Which short list: what waits longest, what came in last. */
type Which = 'oldest' | 'newest';

const SORTED: Record<Which, Sort> = { oldest: 'received_at', newest: '-received_at' };

/** ShortLists are the oldest that is not closed, and the newest: from the figures down to the single case. */
export function ShortLists() {
  return (
    <>
      <ShortList which="oldest" />
      <ShortList which="newest" />
    </>
  );
}

function ShortList({ which }: { which: Which }) {
  const app = useApp();
  const { t } = useLocale();
  const id = useId();
  const section = useRef<HTMLElement>(null);
  const { from, to } = app.state.filter.value;
  const windowed = from !== undefined || to !== undefined;
  useSeen(section, which);
  return (
    <section class="card short-list" ref={section} aria-labelledby={id}>
      <header class="card-head">
        <h3 id={id}>{t(`short.${which}`)}</h3>
        <button
          type="button"
          class="quiet-button"
          aria-label={t('short.all.of', { list: t(`short.${which}`) })}
          onClick={() => openList(app, which)}
        >
          {t('short.all')}
        </button>
      </header>
      {which === 'oldest' && windowed && <p class="note">{t('short.period')}</p>}
      <Rows which={which} />
    </section>
  );
}

/** Opens the list of all of them; it is about the selection, as the figures are. */
function openList({ state }: App, which: Which): void {
  const open = openOf(state.filter.peek());
  batch(() => {
    if (which === 'oldest' && open) state.narrow({ classes: open.classes });
    state.look({ list: true, sort: SORTED[which] });
  });
}

function Rows({ which }: { which: Which }) {
  const { figures } = useApp().queries;
  const question = figures[which];
  const { t } = useLocale();
  const fault = question.fault.value;
  if (fault) return <FaultMessage fault={fault} onRetry={question.retry} />;
  const complaints = question.data.value?.complaints;
  // What nobody has scrolled to is not known to be empty.
  if (!complaints && (question.loading.value || !figures.seen[which].value)) {
    return <div class="short-place" role="status" aria-label={t('state.loading')} />;
  }
  if (!complaints || complaints.length === 0) return <p class="note">{t('short.none')}</p>;
  return <ComplaintRows of={question} time="received_at" label={t(`short.${which}`)} />;
}
