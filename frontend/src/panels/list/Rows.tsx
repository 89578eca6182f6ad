// The rows are drawn where they stand in a height of millions of pixels, which elements of a table do not allow.
// biome-ignore-all lint/a11y/useSemanticElements: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays on the grid, which names the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys
import { useComputed } from '@preact/signals';
import type { Complaint, Sort } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { areaNames } from '../../state/queries-list';
import { Cell, COLUMNS, type Context } from './columns';
import { drawn, type Sight } from './window';

/** Head names the columns and turns the order of those that the service sorts by. */
export function Head() {
  const { state } = useApp();
  const { t } = useLocale();
  const { sort } = state.view.value;
  return (
    <div role="row" aria-rowindex={1} class="list-head">
      {COLUMNS.map(({ id, title, sorts }) => (
        <div
          key={id}
          role="columnheader"
          class={`cell cell-${id}`}
          aria-sort={sorts && directionOf(sort, sorts)}
        >
          {sorts ? (
            <button type="button" class="plain" onClick={() => state.look({ sort: turned(sort, sorts) })}>
              {t(title)}
              <span aria-hidden="true">{arrowOf(sort, sorts)}</span>
            </button>
          ) : (
            <span>{t(title)}</span>
          )}
        </div>
      ))}
    </div>
  );
}

interface RowsProps {
  sight: Sight;
  active: number;
  onOpen: (complaint: Complaint | undefined, index: number) => void;
}

/** Rows are the rows that are in the document, at their places in the whole height. */
export function Rows({ sight, active, onOpen }: RowsProps) {
  const app = useApp();
  const locale = useLocale();
  const { rows, areas } = app.queries.list;
  void rows.version.value;
  const names = useComputed(() => areaNames(areas.data.value));
  const context: Context = { app, locale, areas: names.value };
  const { first, last } = drawn(sight);
  const { selection } = app.state.view.value;
  const chosen = selection?.kind === 'complaint' ? selection.id : '';
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  return (
    <div class="list-rows" role="rowgroup" style={{ height: `${sight.count * sight.row}px` }}>
      {indexes.map(index => {
        const complaint = rows.at(index);
        return (
          <div
            key={index}
            id={`list-row-${index}`}
            role="row"
            class="list-row"
            aria-rowindex={index + 2}
            aria-selected={complaint !== undefined && complaint.id === chosen}
            data-active={index === active}
            data-id={complaint?.id}
            style={{ transform: `translateY(${index * sight.row}px)` }}
            onClick={() => onOpen(complaint, index)}
          >
            {complaint ? (
              COLUMNS.map(column => (
                <Cell key={column.id} column={column} complaint={complaint} context={context} />
              ))
            ) : (
              <Placeholder index={index} />
            )}
          </div>
        );
      })}
    </div>
  );
}

function Placeholder({ index }: { index: number }) {
  const { t, format } = useLocale();
  return (
    <div role="gridcell" aria-colspan={COLUMNS.length} class="cell list-placeholder">
      <span class="unseen">{t('list.row.loading', { n: format.count(index + 1) })}</span>
    </div>
  );
}

/** Which way a column is sorted, if the list is by it. */
function directionOf(sort: Sort, sorts: readonly [Sort, Sort]): 'ascending' | 'descending' | undefined {
  if (!sorts.includes(sort)) return undefined;
  return sort.startsWith('-') ? 'descending' : 'ascending';
}

function arrowOf(sort: Sort, sorts: readonly [Sort, Sort]): string {
  const direction = directionOf(sort, sorts);
  return direction ? { ascending: ' ↑', descending: ' ↓' }[direction] : '';
}

/** The column's first order, or the other way round when the list is in that already. */
function turned(sort: Sort, [one, other]: readonly [Sort, Sort]): Sort {
  return sort === one ? other : one;
}
