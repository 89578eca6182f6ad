import { describe, expect, it } from 'vitest';
import type { AreaList, Stats } from '../api/vocabulary';
import {
  agencyStandings,
  areaStandings,
  COLUMNS,
  ordered,
  orderText,
  parseOrder,
  RED_FIRST,
  sorted,
} from './standings';

const TARGETS = { on_time: 0.95, on_way: 0.9 };
const named = (code: string, name = code) => ({ code, name, name_en: '' });
const measures = (n: number, on_time: number, overdue = 0) => ({
  n,
  on_time,
  overdue,
  late: n - on_time - overdue,
});
const nameOf = (thing: { name: string }) => thing.name;

const list = {
  set: 'new',
  level: 'ward',
  areas: [
    { ...named('1', 'Đa Kao'), measures: measures(1000, 980) },
    { ...named('2', 'An Phú'), measures: measures(3, 3) },
    { ...named('3', 'Dĩ An'), measures: measures(1000, 500, 20) },
    { ...named('4', 'Cần Giờ'), measures: measures(0, 0) },
    { ...named('5', 'Củ Chi'), measures: measures(1000, 920, 5) },
    { ...named('6', 'Bình Mỹ'), measures: measures(6, 1, 3) },
  ],
} as unknown as AreaList;

/** An answer grouped by area or agency: code, n now, n before. */
const answer = (rows: [string | null, number, number][], more: Partial<Stats>) =>
  ({
    rows: rows.map(([key, n, before]) => ({
      key: [key],
      measures: measures(n, n),
      compare: measures(before, before),
    })),
    compare: {},
    ...more,
  }) as unknown as Stats;
const byArea = { group_by: ['area'], set: 'new', level: 'ward' };

describe('the standings of areas', () => {
  it('are of all areas, those without a complaint too', () => {
    const standings = areaStandings(list, undefined, TARGETS);
    expect(standings.map(s => [s.code, s.judgement.verdict, s.change])).toEqual([
      ['1', 'green', undefined],
      ['2', 'grey', undefined],
      ['3', 'red', undefined],
      ['4', 'grey', undefined],
      ['5', 'orange', undefined],
      ['6', 'red', undefined],
    ]);
  });

  it('know their change from one answer, whatever the list counts; what that does not have had none', () => {
    const stats = answer(
      [
        ['1', 1000, 900],
        ['4', 0, 7],
      ],
      byArea,
    );
    const change = areaStandings(list, stats, TARGETS).map(s => s.change);
    expect(change).toEqual([100, 0, 0, -7, 0, 0]);
  });

  it('take no change from an answer about other areas, which is on its way out', () => {
    const stats = answer([['1', 1000, 900]], { ...byArea, level: 'district' });
    expect(areaStandings(list, stats, TARGETS)[0]?.change).toBeUndefined();
  });
});

describe('the standings of agencies', () => {
  const stats = answer(
    [
      ['b', 5, 6],
      ['gone', 1, 0],
      [null, 9, 9],
    ],
    { group_by: ['agency'] },
  );

  it('are of those that have complaints; what has no agency is none', () => {
    const standings = agencyStandings(stats, [named('a'), named('b', 'Sở B')], TARGETS);
    expect(standings.map(s => [s.name.name, s.measures.n, s.change])).toEqual([
      ['Sở B', 5, -1],
      ['gone', 1, 1],
    ]);
  });

  it('are none while the last answer was about areas', () => {
    expect(agencyStandings(answer([['1', 1, 1]], byArea), [], TARGETS)).toEqual([]);
  });
});

describe('the order of the ranking', () => {
  const rows: [string, number, number][] = [
    ['1', 1000, 990],
    ['2', 3, 0],
    ['3', 1000, 0],
    ['5', 1000, 0],
    ['6', 3, 0],
  ];
  const standings = areaStandings(list, answer(rows, byArea), TARGETS);
  const by = (column: Parameters<typeof ordered>[1], reversed = false) =>
    sorted(standings, { column, reversed }, nameOf).map(s => s.code);

  it('is red, orange, green, grey; among the red the surest first', () => {
    expect(sorted(standings, RED_FIRST, nameOf).map(s => s.code)).toEqual(['3', '6', '5', '1', '2', '4']);
  });

  it('turned round begins with the best, and still ends with what cannot be judged', () => {
    expect(by('rate', true)).toEqual(['1', '5', '3', '6', '2', '4']);
  });

  it('follows each column, and the alphabet where it says nothing', () => {
    expect(by('name')).toEqual(['2', '6', '4', '5', '3', '1']);
    expect(by('name', true)).toEqual(['1', '3', '5', '4', '6', '2']);
    expect(by('overdue')).toEqual(['3', '5', '6', '2', '4', '1']);
    expect(by('n', true)).toEqual(['4', '2', '6', '5', '3', '1']);
    expect(by('change')).toEqual(['5', '3', '1', '2', '6', '4']);
  });

  it('turns round when the same heading is pressed again, and begins anew at another', () => {
    const turned = ordered(RED_FIRST, 'rate');
    expect(turned).toEqual({ column: 'rate', reversed: true });
    expect(ordered(turned, 'n')).toEqual({ column: 'n', reversed: false });
    expect(ordered(turned, 'rate')).toEqual(RED_FIRST);
  });
});

it('reads every order as it is written, and red first from anything else', () => {
  for (const column of COLUMNS) {
    for (const reversed of [false, true]) {
      expect(parseOrder(orderText({ column, reversed }))).toEqual({ column, reversed });
    }
  }
  for (const text of [null, '', '-', '--name', 'size']) expect(parseOrder(text)).toEqual(RED_FIRST);
});
