import { describe, expect, it } from 'vitest';
import { linkTo, readPlace, writePlace } from './address';
import { measuresOf, parseView, viewQuery } from './view';

/** The address that a query becomes after it is read and written. */
function rewritten(query: string): string {
  return writePlace(readPlace(query));
}

describe('an address', () => {
  it.each([
    '',
    'category=a,b&from=2026-10-01&to=2026-11-01&at=11.25/10.77/106.69',
    'layer=areas&measure=per_1000&set=hcmc-2021&level=district&sel=area:hcmc-2021:760',
    'sel=cell:8865b1a6d3fffff&lang=en&theme=dark',
    'mode=swipe&compare=year&split=35&sel=agency:dot&list=1&rank=agencies&tables=class,kind&fold=filters',
    'sort=due_at&sel=complaint:42&list=1',
    'sel=category:flooding',
    'sel=group:roads&fold=none',
    'order=-name&facets=classes,areas&sheet=full',
    'order=change&facets=none&sheet=half',
    'sel=complaint:42&sheet=peek',
    'place=106.70098,10.7769,80,12+Le+Loi&at=16/10.7769/106.70098',
  ])('keeps %j', query => {
    expect(rewritten(query)).toBe(query);
  });

  it.each([
    ['the default layer is not written', 'layer=cells&measure=n&lang=vi', ''],
    ['a measure of areas alone is not one of cells', 'measure=per_1000', ''],
    ['a cell is fifteen hexadecimal digits', 'sel=cell:8865', ''],
    ['an area needs its set', 'sel=area::26740', ''],
    ['a camera off the earth is none', 'at=11/95/106', ''],
    ['a camera needs three numbers', 'at=11//106', ''],
    ['a place off the earth is none', 'place=106.7,95,80,x', ''],
    ['a place is rounded to a metre', 'place=106.7009812,10.7769,80,x', 'place=106.70098,10.7769,80,x'],
    ['a mode and a comparison that are unknown', 'mode=upside&compare=day&sort=name&rank=x', ''],
    ['what is open at first is not written', 'order=rate&facets=agencies,kinds,classes', ''],
    ['open facets in their order, once each', 'facets=areas,classes,areas,roof', 'facets=classes,areas'],
    ['an order and a height that are unknown', 'order=--name&sheet=high&facets=roof', ''],
    ['an edge off the map is in the middle', 'split=101', ''],
    ['a list of the word 1 alone', 'list=yes', ''],
    ['a selection with a part too many', 'sel=agency:a:b', ''],
    ['tables by their ids, once each', 'tables=kind,class,kind,../x', 'tables=class,kind'],
    ['panels that are known', 'fold=figures,roof', 'fold=figures'],
    ['a language that is not spoken', 'lang=fr', ''],
    ['a camera is rounded to a metre', 'at=11.123456/10.7712345/106.6987654', 'at=11.12/10.77123/106.69877'],
  ])('%s', (_, query, want) => {
    expect(rewritten(query)).toBe(want);
  });
});

describe('a path', () => {
  it.each(['/', '/wall', '/areas/hcmc-2025-07/26740', '/complaints/42', '/complaints/x%20y'])(
    '%s is that page',
    path => {
      const place = readPlace('?class=late', path);
      expect(linkTo(place)).toBe(`${path}?class=late`);
    },
  );
  it.each(['/areas', '/areas/x', '/areas/x/y/z', '/areas/x/..', '/wall/2', '/else'])(
    '%s is the city',
    path => {
      expect(readPlace('', path).view.page).toEqual({ kind: 'city' });
    },
  );
});

it('is a complaint’s own, which is selected there, or says at once that it is none', () => {
  const { page, selection } = readPlace('?sel=cell:8865b1a6d3fffff', '/complaints/42').view;
  expect([page, selection]).toEqual([
    { kind: 'complaint', id: '42' },
    { kind: 'complaint', id: '42' },
  ]);
  for (const id of ['x', '0', '-1', '4.2', '99999999999999999999']) {
    expect(readPlace('', `/complaints/${id}`).view.page).toEqual({
      kind: 'missing',
      what: { kind: 'complaint', id },
    });
  }
});

describe('measures', () => {
  it('per resident are for areas alone', () => {
    expect(measuresOf('cells')).not.toContain('per_1000');
    expect(measuresOf('areas')).toContain('per_1000');
  });
});

it('keeps the scene of the wall, which alone says what its map draws', () => {
  const wall = parseView(new URLSearchParams('scene=rate&layer=cells&measure=n'), '/wall');
  expect([wall.page.kind, wall.scene, wall.layer, wall.measure, wall.mode]).toEqual([
    'wall',
    'rate',
    'areas',
    'on_time_rate',
    'plain',
  ]);
  expect(viewQuery(wall)).toEqual({ scene: 'rate' });
  expect(viewQuery(parseView(new URLSearchParams('scene=none'), '/wall'))).toEqual({});
  expect(viewQuery(parseView(new URLSearchParams('scene=rate')))).toEqual({});
});
