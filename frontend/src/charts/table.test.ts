import { expect, it } from 'vitest';
import { figure, named, type Table, tableFile } from './table';

interface Row {
  readonly who: string;
  readonly rate: number | undefined;
}

const table: Table<Row> = {
  caption: 'c',
  columns: [
    named('Who', r => r.who),
    figure(
      'Rate',
      r => r.rate,
      n => `${n * 100} %`,
    ),
  ],
  rows: [
    { who: 'a', rate: 0.5 },
    { who: 'b', rate: undefined },
  ],
  key: r => r.who,
};

it('holds in the file what the page shows, as plain values', () => {
  expect(tableFile(table)).toEqual({
    header: ['Who', 'Rate'],
    rows: [
      ['a', 0.5],
      ['b', undefined],
    ],
  });
  expect(table.rows.map(row => table.columns.map(column => column.text(row)))).toEqual([
    ['a', '50 %'],
    ['b', '–'],
  ]);
});
