import type { FunctionComponent } from 'preact';
import { useApp, useLocale } from '../app';
import { allCleared, countSet } from '../state/filter';
import { FACETS, type FacetName } from '../state/unfolded';
import { focusNext } from '../ui/focus';
import { Icon } from '../ui/Icon';
import { Later } from '../ui/Later';
import { Facet } from './Facet';
import {
  AgencyChoices,
  AreaChoices,
  ChannelChoices,
  ClassChoices,
  KindChoices,
  QualityChoices,
  StatusChoices,
} from './facets';
import { PeriodPicker } from './PeriodPicker';

/** The choices of each facet. */
const CHOICES: Readonly<Record<FacetName, FunctionComponent>> = {
  classes: ClassChoices,
  kinds: KindChoices,
  agencies: AgencyChoices,
  areas: AreaChoices,
  channels: ChannelChoices,
  statuses: StatusChoices,
  qualities: QualityChoices,
};

/** FilterPanel narrows what every figure of the page is about. */
export function FilterPanel() {
  const { state, panels, queries } = useApp();
  const { t, format } = useLocale();
  const onAreaPage = state.view.value.page.kind === 'area';
  // An area's page has its area in the path: what the filter says of areas does not count there.
  const n = countSet(onAreaPage ? { ...state.filter.value, areas: [] } : state.filter.value);
  if (!panels.filters.value) return <FiltersButton n={n} />;
  const total = queries.categories.data.value?.total.n;
  const withAreas = state.areas.value !== null && !onAreaPage;
  const shown = FACETS.filter(name => name !== 'areas' || withAreas);
  const fold = () => {
    panels.filters.value = false;
    focusNext(() => document.querySelector<HTMLElement>('.unfold-left'));
  };
  return (
    <aside class="filters" aria-labelledby="filters-title">
      <PanelHead n={n} onFold={fold} />
      <div class="panel-body">
        <PeriodPicker />
        {shown.map(name => {
          const Of = CHOICES[name];
          return (
            <Later key={name}>
              <Facet name={name}>
                <Of />
              </Facet>
            </Later>
          );
        })}
      </div>
      <footer class="filters-done">
        <button type="button" class="button strong" onClick={fold}>
          {t('filters.done', { n: total === undefined ? '…' : format.count(total) })}
        </button>
      </footer>
    </aside>
  );
}

function PanelHead({ n, onFold }: { n: number; onFold: () => void }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const clear = () => {
    state.narrow(allCleared(state.filter.peek()));
    focusNext(() => document.getElementById('filters-title'));
  };
  return (
    <header class="panel-head">
      <h2 id="filters-title" tabIndex={-1}>
        {n > 0 ? t('filters.count', { n: format.count(n) }) : t('filters.title')}
      </h2>
      {n > 0 && (
        <button type="button" class="quiet-button" onClick={clear}>
          {t('filters.clear')}
        </button>
      )}
      <button
        type="button"
        class="quiet-button icon-only"
        aria-label={t('filters.hide')}
        title={t('filters.hide')}
        onClick={onFold}
      >
        <Icon name="left" />
      </button>
    </header>
  );
}

/** The folded panel: a button that says how much is set. */
function FiltersButton({ n }: { n: number }) {
  const { panels } = useApp();
  const { t, format } = useLocale();
  return (
    <button
      type="button"
      class="unfold unfold-left"
      aria-label={t('filters.show')}
      onClick={() => {
        panels.filters.value = true;
        focusNext(() => document.getElementById('filters-title'));
      }}
    >
      <Icon name="filter" />
      <span>{n > 0 ? t('filters.count', { n: format.count(n) }) : t('filters.title')}</span>
    </button>
  );
}
