import type { Table } from './table';

/** DataTable shows the table behind a chart; a row's name opens the figures of what it names. */
export function DataTable<R>({ table }: { table: Table<R> }) {
  const { caption, columns, rows, key } = table;
  return (
    // What scrolls must be reached by keyboard; the caption names it, and the card is the landmark.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section class="table-scroll" tabIndex={0}>
      <table class="figures-table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column.title} scope="col">
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={key(row)} table={table} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row<R>({ table, row }: { table: Table<R>; row: R }) {
  const [name, ...figures] = table.columns;
  const open = table.open?.(row);
  const text = name?.text(row);
  return (
    <tr>
      <th scope="row">
        {open ? (
          <button type="button" class="plain" onClick={open}>
            {text}
          </button>
        ) : (
          text
        )}
      </th>
      {figures.map(column => (
        <td key={column.title} class="number" data-alarm={column.alarm?.(row)}>
          {column.text(row)}
        </td>
      ))}
    </tr>
  );
}
