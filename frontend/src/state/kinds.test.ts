import { describe, expect, it } from 'vitest';
import { filterKey, newFilter } from './filter';
import { chosenKinds, toggleKinds } from './kinds';

const catalog = {
  categories: [
    { code: 'hole', name: '', name_en: '', group: 'road' },
    { code: 'jam', name: '', name_en: '', group: 'road' },
    { code: 'karaoke', name: '', name_en: '', group: 'noise' },
  ],
};

/** The key after toggling codes, one list after the other, from a filter. */
function keyAfter(start: Parameters<typeof newFilter>[0], ...lists: string[][]): string {
  return filterKey(lists.reduce((f, codes) => toggleKinds(f, catalog, codes), newFilter(start)));
}

describe('the tree of fields and kinds', () => {
  it('says whole fields by their group', () => {
    expect(keyAfter({}, ['hole', 'jam'])).toBe('group=road');
    expect(keyAfter({}, ['hole'], ['jam'], ['karaoke'])).toBe('group=noise%2Croad');
  });

  it('says parts of fields by their kinds, and never mixes the two, which would narrow to nothing', () => {
    expect(keyAfter({}, ['hole'])).toBe('category=hole');
    expect(keyAfter({ groups: ['noise'] }, ['hole'])).toBe('category=hole%2Ckaraoke');
    expect(keyAfter({ groups: ['road'] }, ['jam'])).toBe('category=hole');
  });

  it('is empty when the last tick is gone', () => {
    expect(keyAfter({ groups: ['road'] }, ['hole', 'jam'])).toBe('');
  });

  it('reads a link that gives both as the service does: each narrows the other', () => {
    expect([...chosenKinds({ groups: ['road'], categories: ['jam', 'karaoke'] }, catalog)]).toEqual(['jam']);
  });
});
