import { useSignal } from '@preact/signals';
import type { ComplaintDetail } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { linkTo } from '../../state/address';

/** Ids are the numbers to name a complaint by elsewhere, and its link; each can be copied. */
export function Ids({ complaint }: { complaint: ComplaintDetail }) {
  const { state } = useApp();
  const { t } = useLocale();
  const { id, source, source_ref } = complaint;
  const link = new URL(linkTo(state.place()), window.location.origin).href;
  return (
    <section class="card" aria-labelledby="ids-title">
      <header class="card-head">
        <h3 id="ids-title">{t('complaint.ids')}</h3>
      </header>
      <dl class="facts">
        <Copied term={t('complaint.source', { source })} text={source_ref} />
        <Copied term={t('complaint.id')} text={id} />
        <Copied term={t('complaint.link')} text={link} shown="" />
      </dl>
    </section>
  );
}

/** A text with the button that copies it. Where the browser forbids that, the text can still be marked. */
function Copied({ term, text, shown = text }: { term: string; text: string; shown?: string }) {
  const { t } = useLocale();
  const done = useSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      done.value = true;
    } catch {
      done.value = false;
    }
  };
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <span class="copied-text">{shown}</span>
        <button
          type="button"
          class="quiet-button"
          aria-label={t('complaint.copyOf', { what: term })}
          onClick={() => void copy()}
        >
          <span role="status">{done.value ? t('complaint.copied') : t('complaint.copy')}</span>
        </button>
      </dd>
    </div>
  );
}
