import { batch } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Resource } from '../api/resource';
import type { Complaint, ComplaintPage, Sort } from '../api/vocabulary';
import { type App, useApp, useLocale } from '../app';
import { onlyOf } from '../state/only';
import { openOf } from '../state/queries-figures';
import { useNear } from '../ui/near';
import { FaultMessage } from '../ui/StateMessage';

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
  const near = useNear(section);
  const { seen } = app.queries.figures;
  const question = app.queries.figures[which];
  useEffect(() => {
    seen[which].value = near;
  }, [near, seen, which]);
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
      <Rows question={question} />
    </section>
  );
}

/** Opens the list of all of them: what is selected becomes the filter, as the list is about that. */
function openList({ state }: App, which: Which): void {
  const only = onlyOf(state.view.peek().selection);
  const open = openOf(state.filter.peek());
  batch(() => {
    state.narrow({ ...only, ...(which === 'oldest' && open && { classes: open.classes }) });
    state.look({ list: true, sort: SORTED[which] });
  });
}

function Rows({ question }: { question: Resource<ComplaintPage> }) {
  const { t } = useLocale();
  const fault = question.fault.value;
  if (fault) return <FaultMessage fault={fault} onRetry={question.retry} />;
  const complaints = question.data.value?.complaints;
  if (!complaints) return <div class="short-place" role="status" aria-label={t('state.loading')} />;
  if (complaints.length === 0) return <p class="note">{t('short.none')}</p>;
  return (
    <ul>
      {complaints.map(complaint => (
        <ShortRow key={complaint.id} complaint={complaint} />
      ))}
    </ul>
  );
}

/** A complaint in two lines: what and how it stands, whose and since when. */
function ShortRow({ complaint }: { complaint: Complaint }) {
  const { state } = useApp();
  const { t, name, format } = useLocale();
  const { categories, agencies } = state.meta.value;
  const kind = categories.find(c => c.code === complaint.category);
  const agency = agencies.find(a => a.code === complaint.agency);
  const standing = complaint.class as keyof typeof CLASS_WORDS;
  return (
    <li>
      <button
        type="button"
        class="short-row"
        onClick={() => state.select({ kind: 'complaint', id: complaint.id })}
      >
        <span class="short-kind">
          <span class="dot" style={{ background: `var(--${standing})` }} />
          {kind ? name(kind) : complaint.category}
        </span>
        <span class="short-standing">{t(CLASS_WORDS[standing])}</span>
        <span class="quiet short-agency">{agency ? name(agency) : t('chart.unknown')}</span>
        <span class="quiet">{format.moment(complaint.received_at)}</span>
      </button>
    </li>
  );
}

const CLASS_WORDS = {
  on_time: 'class.on_time',
  late: 'class.late',
  open: 'class.open',
  overdue: 'class.overdue',
  undated_open: 'class.undated_open',
  undated_closed: 'class.undated_closed',
} as const;
