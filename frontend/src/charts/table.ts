import type { Cell } from '../ui/save';

/** A column of a table: what the file holds, and what the page shows. */
export interface Column<R> {
  readonly title: string;
  value(row: R): Cell;
  text(row: R): string;
  /** Whether the figure is a bad one. */
  alarm?(row: R): boolean;
}

/** The table behind a chart. Its first column names the row. */
export interface Table<R> {
  readonly caption: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  key(row: R): string;
  /** Opens the figures of what a row is about; undefined where there are none. */
  open?(row: R): (() => void) | undefined;
}

/** tableFile is a table as the rows of a file: the same cells in the same order, as plain values. */
export function tableFile<R>({ columns, rows }: Table<R>): { header: string[]; rows: Cell[][] } {
  return {
    header: columns.map(column => column.title),
    rows: rows.map(row => columns.map(column => column.value(row))),
  };
}

/** named is the column that says what a row is about. */
export function named<R>(title: string, name: (row: R) => string): Column<R> {
  return { title, value: name, text: name };
}

/** figure is a column of numbers; what is not known is a dash on the page and empty in the file. */
export function figure<R>(
  title: string,
  value: (row: R) => number | undefined,
  format: (n: number) => string,
): Column<R> {
  return {
    title,
    value,
    text: row => {
      const n = value(row);
      return n === undefined ? '–' : format(n);
    },
  };
}
