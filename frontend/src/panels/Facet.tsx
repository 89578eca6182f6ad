import type { ComponentChildren } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { useApp, useLocale } from '../app';
import type { Key } from '../i18n';
import { ofFacet } from '../state/chosen';
import { type Counts, cleared } from '../state/facets';
import type { FacetName } from '../state/unfolded';
import { focusNext } from '../ui/focus';
import { Icon } from '../ui/Icon';
import { useChosen } from './chosen';

/** What each facet is called. */
export const FACET_TITLES = {
  classes: 'facet.class',
  kinds: 'facet.group',
  agencies: 'facet.agency',
  areas: 'facet.area',
  channels: 'facet.channel',
  statuses: 'facet.status',
  qualities: 'facet.quality',
} as const satisfies Record<FacetName, Key>;

interface Props {
  name: FacetName;
  /** The choices; they are drawn, and ask for their counts, only while the facet is open. */
  children: ComponentChildren;
}

/** Facet is one thing to narrow by. Folded it takes a line, and says what it has set. */
export function Facet({ name, children }: Props) {
  const { queries } = useApp();
  const { t, format } = useLocale();
  const id = useId();
  const facet = queries.facets[name];
  const chosen = ofFacet(useChosen(), name);
  const title = t(FACET_TITLES[name]);
  return (
    <section class="facet" aria-labelledby={id} data-facet={name}>
      <header class="facet-head">
        <h3 id={id}>
          <button
            type="button"
            class="facet-fold"
            aria-expanded={facet.open}
            onClick={() => {
              facet.open = !facet.open;
            }}
          >
            <Icon name="down" />
            {title}
          </button>
        </h3>
        {chosen.length > 0 && <ClearButton name={name} title={title} n={format.count(chosen.length)} />}
      </header>
      {facet.open
        ? children
        : chosen.length > 0 && <p class="facet-set">{chosen.map(c => c.name).join(', ')}</p>}
    </section>
  );
}

function ClearButton({ name, title, n }: { name: FacetName; title: string; n: string }) {
  const { state } = useApp();
  const { t } = useLocale();
  return (
    <button
      type="button"
      class="quiet-button"
      aria-label={t('filters.clearOf', { facet: title })}
      onClick={event => {
        const facet = event.currentTarget.closest('.facet');
        state.narrow(cleared(name));
        focusNext(() => facet?.querySelector<HTMLElement>('.facet-fold'));
      }}
    >
      {t('filters.clearOne')} · {n}
    </button>
  );
}

/** useCounts are the counts of a facet; they are asked for while the component that uses them is there. */
export function useCounts(name: FacetName): Counts | undefined {
  const facet = useApp().queries.facets[name];
  useEffect(() => facet.watch(), [facet]);
  return facet.counts.value;
}
