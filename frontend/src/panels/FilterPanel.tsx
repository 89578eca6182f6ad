import { useMemo } from 'preact/hooks';
import { CLASSES, CLASSES_BY_CONCERN, type Stats } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import { countSet, newFilter } from '../state/filter';
import { chosenKinds, toggleKinds } from '../state/kinds';
import { compareNames } from '../ui/collate';
import { Icon } from '../ui/Icon';
import { Facet, type FacetItem } from './Facet';
import { PeriodPicker } from './PeriodPicker';

/** FilterPanel narrows what every figure of the page is about. */
export function FilterPanel() {
  const app = useApp();
  const { t, format } = useLocale();
  const { state, panels, queries } = app;
  const n = countSet(state.filter.value);
  const total = queries.categories.data.value?.total.n;
  if (!panels.filters.value) return <FiltersButton n={n} />;
  return (
    <aside class="filters" aria-labelledby="filters-title">
      <header class="panel-head">
        <h2 id="filters-title" tabIndex={-1}>
          {n > 0 ? t('filters.count', { n: format.count(n) }) : t('filters.title')}
        </h2>
        {n > 0 && (
          <button
            type="button"
            class="quiet-button"
            onClick={() =>
              state.narrow({ ...newFilter(), from: state.filter.value.from, to: state.filter.value.to })
            }
          >
            {t('filters.clear')}
          </button>
        )}
        <button
          type="button"
          class="quiet-button icon-only"
          aria-label={t('filters.hide')}
          title={t('filters.hide')}
          onClick={() => {
            panels.filters.value = false;
          }}
        >
          <Icon name="left" />
        </button>
      </header>
      <div class="panel-body">
        <PeriodPicker />
        <ClassFacet />
        <KindFacet />
        <AgencyFacet />
      </div>
      <footer class="filters-done">
        <button
          type="button"
          class="button strong"
          onClick={() => {
            panels.filters.value = false;
          }}
        >
          {t('filters.done', { n: total === undefined ? '…' : format.count(total) })}
        </button>
      </footer>
    </aside>
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
      }}
    >
      <Icon name="filter" />
      <span>{n > 0 ? t('filters.count', { n: format.count(n) }) : t('filters.title')}</span>
    </button>
  );
}

function ClassFacet() {
  const { state, queries } = useApp();
  const { t } = useLocale();
  const total = queries.facets.classes.data.value?.total;
  const chosen = state.filter.value.classes;
  const items = CLASSES_BY_CONCERN.map(code => ({
    code,
    name: t(`class.${code}`),
    why: t(`class.${code}.why`),
    colour: `var(--${code})`,
    count: total?.[code],
    chosen: chosen.includes(code),
  }));
  return (
    <Facet
      title={t('facet.class')}
      items={items}
      limit={CLASSES.length}
      onToggle={item => state.toggle('classes', item.code)}
      onClear={() => state.narrow({ classes: [] })}
    />
  );
}

/** Fields with their kinds of complaint, as one tree. */
function KindFacet() {
  const { state, queries } = useApp();
  const { t, name } = useLocale();
  const meta = state.meta.value;
  const filter = state.filter.value;
  const stats = queries.facets.categories.data.value;
  const items = useMemo(() => {
    const counts = countsOf(stats);
    const chosen = chosenKinds(filter, meta);
    const groups = meta.groups.map((group): FacetItem => {
      const children = meta.categories
        .filter(c => c.group === group.code)
        .map(c => ({
          code: c.code,
          name: name(c),
          count: counts?.get(c.code) ?? (counts && 0),
          chosen: chosen.has(c.code),
        }))
        .sort(byCount);
      const ticked = children.filter(c => c.chosen).length;
      return {
        code: group.code,
        name: name(group),
        count: counts && children.reduce((sum, c) => sum + (c.count ?? 0), 0),
        chosen: ticked > 0 && ticked === children.length,
        partly: ticked > 0 && ticked < children.length,
        children,
      };
    });
    return groups.sort(byCount);
  }, [stats, filter, meta, name]);
  return (
    <Facet
      title={t('facet.group')}
      items={items}
      limit={12}
      onToggle={item =>
        state.narrow(toggleKinds(filter, meta, item.children ? item.children.map(c => c.code) : [item.code]))
      }
      onClear={() => state.narrow({ categories: [], groups: [] })}
    />
  );
}

function AgencyFacet() {
  const { state, queries } = useApp();
  const { t, name } = useLocale();
  const stats = queries.facets.agencies.data.value;
  const chosen = state.filter.value.agencies;
  const meta = state.meta.value;
  const items = useMemo(() => {
    const counts = countsOf(stats);
    return meta.agencies
      .map(a => ({
        code: a.code,
        name: name(a),
        count: counts?.get(a.code) ?? (counts && 0),
        chosen: chosen.includes(a.code),
      }))
      .filter(a => a.chosen || a.count !== 0)
      .sort(byCount);
  }, [stats, chosen, meta, name]);
  return (
    <Facet
      title={t('facet.agency')}
      items={items}
      limit={6}
      onToggle={item => state.toggle('agencies', item.code)}
      onClear={() => state.narrow({ agencies: [] })}
    />
  );
}

/** The count of each key; undefined while nothing is known, so that no zero is shown too early. */
function countsOf(stats: Stats | undefined): Map<string, number> | undefined {
  if (!stats) return undefined;
  return new Map((stats.rows ?? []).map(row => [row.key[0] ?? '', row.measures.n]));
}

function byCount(a: FacetItem, b: FacetItem): number {
  return (b.count ?? 0) - (a.count ?? 0) || compareNames(a.name, b.name);
}
