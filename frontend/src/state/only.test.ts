import { describe, expect, it } from 'vitest';
import { newFilter } from './filter';
import { isOnly, onlyOf, withoutOnly } from './only';

describe('a selection as a filter', () => {
  it('names areas by their set, and lets fields and kinds take each other’s place', () => {
    expect(onlyOf({ kind: 'area', set: 's', code: '1' })).toEqual({ areas: ['s:1'] });
    expect(onlyOf({ kind: 'agency', code: 'a' })).toEqual({ agencies: ['a'] });
    expect(onlyOf({ kind: 'category', code: 'c' })).toEqual({ categories: ['c'], groups: [] });
    expect(onlyOf({ kind: 'group', code: 'g' })).toEqual({ categories: [], groups: ['g'] });
  });

  it('does not exist for a hexagon, a complaint and the city', () => {
    expect(onlyOf({ kind: 'cell', h3: '8865b56629fffff' })).toBeNull();
    expect(onlyOf({ kind: 'complaint', id: '7' })).toBeNull();
    expect(onlyOf(null)).toBeNull();
  });

  it('is in force when it stands alone, and can be taken back', () => {
    const only = onlyOf({ kind: 'category', code: 'c' }) ?? {};
    const filter = newFilter({ agencies: ['a'], groups: ['g'] });
    expect(isOnly(filter, only as never)).toBe(false);
    const narrowed = newFilter({ ...filter, ...only });
    expect(isOnly(narrowed, only as never)).toBe(true);
    expect(isOnly(newFilter({ ...narrowed, categories: ['c', 'd'] }), only as never)).toBe(false);
    expect(newFilter({ ...narrowed, ...withoutOnly(only as never) })).toEqual(newFilter({ agencies: ['a'] }));
  });
});
