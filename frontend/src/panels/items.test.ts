import { describe, expect, it } from 'vitest';
import { closedItems, type FacetItem, kindItems, namedItems, searched, shortened } from './items';

const named = (code: string, name: string) => ({ code, name, name_en: '' });
const counts = (of: Record<string, number>) => ({ of: new Map(Object.entries(of)), rest: 0 });
const name = (thing: { name: string }) => thing.name;
const lines = (items: readonly FacetItem[]) => items.map(i => `${i.name} ${i.count}${i.chosen ? ' x' : ''}`);

const WARDS = [
  named('1', 'Phường Đa Kao'),
  named('2', 'Phường Dĩ An'),
  named('3', 'Phường An Phú'),
  named('4', 'Xã Cần Giờ'),
];

describe('the choices of a list', () => {
  it('stand by what they would give; those that give nothing are there, as the alphabet has them', () => {
    expect(lines(namedItems(WARDS, counts({ 4: 7 }), ['2'], name))).toEqual([
      'Xã Cần Giờ 7',
      'Phường An Phú 0',
      'Phường Dĩ An 0 x',
      'Phường Đa Kao 0',
    ]);
  });

  it('show no zero before anything is known', () => {
    expect(namedItems(WARDS, undefined, [], name).every(i => i.count === undefined)).toBe(true);
  });

  it('keep the order of a closed list', () => {
    const items = closedItems(['point', 'street', 'none'], counts({ none: 3, point: 1 }), ['none'], code => ({
      name: code,
    }));
    expect(lines(items)).toEqual(['point 1', 'street 0', 'none 3 x']);
  });

  it('are found without marks', () => {
    const items = namedItems(WARDS, undefined, [], name);
    expect(searched(items, 'can gio').map(i => i.code)).toEqual(['4']);
    expect(searched(items, 'phuong d').map(i => i.name)).toEqual(['Phường Dĩ An', 'Phường Đa Kao']);
    expect(searched(items, ' ')).toBe(items);
  });

  it('keep in sight what is chosen far down', () => {
    const items = namedItems(WARDS, counts({ 1: 9, 2: 8, 3: 7 }), ['4'], name);
    expect(shortened(items, 2).map(i => i.code)).toEqual(['1', '2', '4']);
  });
});

describe('the tree of fields and kinds', () => {
  const catalog = {
    groups: [named('road', 'Giao thông'), named('noise', 'Tiếng ồn'), named('empty', 'Khác')],
    categories: [
      { ...named('hole', 'Ổ gà'), group: 'road' },
      { ...named('jam', 'Kẹt xe'), group: 'road' },
      { ...named('karaoke', 'Karaoke'), group: 'noise' },
    ],
  };
  const tree = (of: Record<string, number>, ...chosen: string[]) =>
    kindItems(catalog, counts(of), new Set(chosen), name);

  it('counts a field as the sum of its kinds', () => {
    expect(lines(tree({ hole: 2, jam: 5, karaoke: 3 }))).toEqual(['Giao thông 7', 'Tiếng ồn 3', 'Khác 0']);
    expect(lines(tree({ hole: 2, jam: 5 })[0]?.children ?? [])).toEqual(['Kẹt xe 5', 'Ổ gà 2']);
  });

  it('ticks a field whose kinds are all ticked, and half where some are', () => {
    const state = (item: FacetItem | undefined) => [item?.chosen, item?.partly];
    expect(state(tree({ hole: 1 }, 'hole', 'jam')[0])).toEqual([true, false]);
    expect(state(tree({ hole: 1 }, 'hole')[0])).toEqual([false, true]);
    expect(state(tree({ hole: 1 })[0])).toEqual([false, false]);
  });

  it('finds a kind within its field, and a field with all its kinds', () => {
    const found = (text: string) => searched(tree({}), text).map(i => [i.code, i.children?.length]);
    expect(found('o ga')).toEqual([['road', 1]]);
    expect(found('giao')).toEqual([['road', 2]]);
    expect(found('xyz')).toEqual([]);
  });
});
