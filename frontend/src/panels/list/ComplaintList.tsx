import { useEffect, useRef } from 'preact/hooks';
import { SORTS, type Sort } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { exportLink, LONGEST_LIST } from '../../state/queries-list';
import { Icon } from '../../ui/Icon';
import { EmptyMessage, FaultMessage } from '../../ui/StateMessage';
import { Grid } from './Grid';

/** ComplaintList is the list under the map's present question: a button that opens it, and the drawer that it lies in. */
export function ComplaintList() {
  const { state } = useApp();
  const { list } = state.view.value;
  // A list that came with the page, as after a reload, has not been asked for by this reader.
  const cameOpen = useRef(list);
  if (!list) cameOpen.current = false;
  return list ? <Drawer takesFocus={!cameOpen.current} /> : <OpenButton />;
}

/** How many complaints the list is of; undefined until the figures are there. */
function useTotal(): number | undefined {
  return useApp().queries.categories.data.value?.total.n;
}

function OpenButton() {
  const { state } = useApp();
  const { t, format } = useLocale();
  const total = useTotal();
  return (
    <button type="button" class="list-open" aria-expanded={false} onClick={() => state.look({ list: true })}>
      <Icon name="table" />
      {total === undefined ? (
        t('list.title')
      ) : (
        <>
          <span class="long">{t('list.open', { n: format.count(total) })}</span>
          <span class="short">{t('list.open.short', { n: format.count(total) })}</span>
        </>
      )}
    </button>
  );
}

function Drawer({ takesFocus }: { takesFocus: boolean }) {
  const { state, queries } = useApp();
  const { t, format } = useLocale();
  const total = useTotal();
  const box = useRef<HTMLElement>(null);
  const { rows } = queries.list;
  const fault = rows.fault.value;
  useEffect(() => {
    if (takesFocus) box.current?.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
  }, []);
  const close = () => state.look({ list: false });
  return (
    <section
      class="list-drawer"
      ref={box}
      aria-label={t('list.title')}
      onKeyDown={event => {
        // What was opened from the list closes before it, by the page's own step back.
        if (event.key !== 'Escape' || state.view.peek().selection?.kind === 'complaint') return;
        event.preventDefault(); // the page would step back once more
        close();
      }}
    >
      <header class="list-bar">
        <h2>{total === undefined ? t('list.title') : t('list.open', { n: format.count(total) })}</h2>
        <SortSelect />
        {total !== undefined && total > 0 && <Exports total={total} />}
        <button
          type="button"
          class="quiet-button icon-only"
          aria-label={t('list.close')}
          title={t('list.close')}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </header>
      <Notes total={total} />
      {fault && <FaultMessage fault={fault} onRetry={rows.retry} />}
      {total === 0 ? <EmptyMessage /> : <Grid count={Math.min(total ?? 0, LONGEST_LIST)} />}
    </section>
  );
}

/** What the list does not hold, in words. */
function Notes({ total }: { total: number | undefined }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const most = format.count(LONGEST_LIST);
  return (
    <>
      {state.view.value.selection?.kind === 'cell' && <p class="list-note">{t('list.cell')}</p>}
      {total !== undefined && total > LONGEST_LIST && (
        <p class="list-note">{t('list.bound', { most, n: format.count(total) })}</p>
      )}
    </>
  );
}

function SortSelect() {
  const { state } = useApp();
  const { t } = useLocale();
  return (
    <select
      class="list-sort"
      aria-label={t('list.sort')}
      value={state.view.value.sort}
      onChange={event => state.look({ sort: event.currentTarget.value as Sort })}
    >
      {SORTS.map(sort => (
        <option key={sort} value={sort}>
          {t(`list.sort.${sort}`)}
        </option>
      ))}
    </select>
  );
}

/** Links to the whole list as a file, and how much of it one file holds. */
function Exports({ total }: { total: number }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const n = format.count(total);
  const title =
    total > LONGEST_LIST
      ? t('list.save.first', { most: format.count(LONGEST_LIST), n })
      : t('list.save.all', { n });
  return (
    <span class="list-exports">
      {(['csv', 'geojson'] as const).map(form => (
        <a key={form} class="quiet-button" href={exportLink(state, form)} download title={title}>
          {t(`list.save.${form}`)}
        </a>
      ))}
    </span>
  );
}
