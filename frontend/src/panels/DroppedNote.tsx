import { type Locale, useApp, useLocale } from '../app';
import type { Dropped } from '../state/unknown';
import { Icon } from '../ui/Icon';

const KINDS = {
  groups: 'facet.group',
  categories: 'facet.category',
  agencies: 'facet.agency',
  statuses: 'facet.status',
  classes: 'facet.class',
  channels: 'facet.channel',
  areas: 'facet.area',
  qualities: 'facet.quality',
  sets: 'dropped.sets',
  times: 'facet.time',
  looks: 'dropped.looks',
} as const;

/** More codes than this say no more: a broken link is broken. */
const MOST_NAMED = 5;

/**
 * DroppedNote says what of a link was left out, as it does not exist here. The element stays, so
 * that screen readers tell when its text comes.
 */
export function DroppedNote() {
  const { state } = useApp();
  const locale = useLocale();
  const { t } = locale;
  const dropped = state.dropped.value;
  return (
    <div class="dropped-note" role="status">
      {dropped.length > 0 && (
        <>
          <p>{t('dropped.note', { what: droppedText(dropped, locale) })}</p>
          <button
            type="button"
            class="quiet-button icon-only"
            aria-label={t('dropped.close')}
            title={t('dropped.close')}
            onClick={() => {
              state.dropped.value = [];
            }}
          >
            <Icon name="close" />
          </button>
        </>
      )}
    </div>
  );
}

/** droppedText names what was left out: its kind and its code, as nothing else is known of it. */
export function droppedText(dropped: readonly Dropped[], { t }: Pick<Locale, 't'>): string {
  const all = dropped.map(({ kind, code }) => {
    const last = kind === 'areas' ? code.slice(code.indexOf(':') + 1) : code;
    return t('dropped.one', { kind: t(KINDS[kind]), code: last });
  });
  // The same code of two sets is one thing to a reader.
  const named = [...new Set(all)];
  return named.slice(0, MOST_NAMED).join(', ') + (named.length > MOST_NAMED ? ', …' : '');
}
