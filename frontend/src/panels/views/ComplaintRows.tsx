import type { Resource } from '../../api/resource';
import type { Complaint, ComplaintPage } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';

interface RowsProps {
  of: Resource<ComplaintPage>;
  /** Which of its times stands beside a complaint. */
  time: 'received_at' | 'due_at';
  label: string;
}

/** ComplaintRows is a short list of complaints; a row opens its complaint. */
export function ComplaintRows({ of, time, label }: RowsProps) {
  const { t } = useLocale();
  const page = of.data.value;
  if (of.fault.value) return <p class="note">{t('brief.noList')}</p>;
  if (!page || page.complaints.length === 0) return null;
  return (
    <ul class="brief-rows" aria-label={label}>
      {page.complaints.map(c => (
        <Row key={c.id} complaint={c} time={time} />
      ))}
    </ul>
  );
}

function Row({ complaint, time }: { complaint: Complaint; time: RowsProps['time'] }) {
  const { state, clock } = useApp();
  const { t, format } = useLocale();
  const words = useComplaintWords(complaint);
  const at = complaint[time];
  const { selection } = state.view.value;
  const chosen = selection?.kind === 'complaint' && selection.id === complaint.id;
  return (
    <li>
      <button
        type="button"
        class="brief-row"
        data-id={complaint.id}
        aria-pressed={chosen}
        onClick={() => state.select({ kind: 'complaint', id: complaint.id })}
      >
        <span class="dot" style={{ background: `var(--${complaint.class})` }} />
        <span class="brief-what">{words.category}</span>
        <span class="brief-time">{at ? format.clock(at, clock.value) : t('brief.noDue')}</span>
        <span class="brief-more">
          {words.standing} · {words.agency}
        </span>
      </button>
    </li>
  );
}

/** useComplaintWords names what a complaint is about, how it stands and who handles it. */
export function useComplaintWords(complaint: Complaint) {
  const { state } = useApp();
  const { t, name } = useLocale();
  const { categories, agencies } = state.meta.value;
  const category = categories.find(c => c.code === complaint.category);
  const agency = agencies.find(a => a.code === complaint.agency);
  return {
    category: category ? name(category) : complaint.category,
    standing: t(`class.${complaint.class as 'open'}`),
    agency: agency ? name(agency) : t('brief.noAgency'),
  };
}
