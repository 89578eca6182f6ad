import { describe, expect, it } from 'vitest';
import { readPlace, writePlace } from './address';
import { foundText, newFound, parseFound } from './found';

describe('a place that was searched for', () => {
  it('keeps a comma, a plus and marks through an address', () => {
    const found = newFound(106.70098, 10.7769, 80, '12/3 C+D, Phường Sài Gòn');
    const view = { ...readPlace('').view, found };
    expect(readPlace(`?${writePlace({ ...readPlace(''), view })}`).view.found).toEqual(found);
  });

  it('is written as longitude, latitude, metres and text', () => {
    const found = newFound(106.7009812, 10.77690004, 79.6, '12 Lê Lợi');
    expect(found && foundText(found)).toBe('106.70098,10.7769,80,12 Lê Lợi');
  });

  it.each([
    ['its text is missing', '106.7,10.8,80,'],
    ['its text is of unseen letters alone', '106.7,10.8,80,\u200b\u202e '],
    ['it is off the map', '106.7,86,80,x'],
    ['its longitude is none', '190,10.8,80,x'],
    ['its circle is wider than a city', '106.7,10.8,100001,x'],
    ['its radius is negative', '106.7,10.8,-5,x'],
    ['a number is no number', '106.7,1e1,80,x'],
    ['there are too few parts', '106.7,10.8'],
    ['it is empty', ''],
  ])('is none when %s', (_, parameter) => {
    expect(parseFound(parameter)).toBeNull();
  });

  it('has one bounded line of composed letters without anything that turns the writing', () => {
    expect(parseFound('1,2,3,a\n\tb\u202ec')?.text).toBe('a b c');
    expect(parseFound('1,2,3,Le\u0302')?.text).toBe('Lê');
    expect(parseFound(`1,2,3,${'ộ'.repeat(500)}`)?.text).toHaveLength(120);
  });

  it('has a circle that can be seen', () => {
    expect(parseFound('1,2,0,x')?.radius).toBe(1);
  });

  it('is of whole numbers only, as a candidate without a point is none', () => {
    expect(newFound(NaN, NaN, 0, 'x')).toBeNull();
  });
});
