import { describe, expect, it } from 'vitest';
import { readPlace, writePlace } from './address';
import { measuresOf } from './view';

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
    ['a language that is not spoken', 'lang=fr', ''],
    ['a camera is rounded to a metre', 'at=11.123456/10.7712345/106.6987654', 'at=11.12/10.77123/106.69877'],
  ])('%s', (_, query, want) => {
    expect(rewritten(query)).toBe(want);
  });
});

describe('measures', () => {
  it('per resident are for areas alone', () => {
    expect(measuresOf('cells')).not.toContain('per_1000');
    expect(measuresOf('areas')).toContain('per_1000');
  });
});
