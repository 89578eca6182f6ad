import { describe, expect, it } from 'vitest';
import { chosenOf, ofFacet } from './chosen';
import { filterKey, newFilter } from './filter';

const catalog = {
  categories: [
    { code: 'hole', name: '', name_en: '', group: 'road' },
    { code: 'jam', name: '', name_en: '', group: 'road' },
    { code: 'karaoke', name: '', name_en: '', group: 'noise' },
  ],
};

type Given = Parameters<typeof newFilter>[0];
const chosen = (f: Given) => chosenOf(newFilter(f), catalog);
const listed = (f: Given) => chosen(f).map(c => `${c.kind}:${c.code}`);

const FULL: Given = {
  from: '2026-01-01',
  asOf: '2026-06-01',
  agencyView: 'as_now',
  classes: ['late', 'overdue'],
  groups: ['road'],
  agencies: ['works'],
  areas: ['new:1', 'new:2'],
  channels: ['app'],
  statuses: ['received'],
  qualities: ['none'],
};

describe('what is chosen', () => {
  it('is everything that the filter names but its window of time', () => {
    expect(listed({ from: '2026-01-01', to: '2026-02-01' })).toEqual([]);
    expect(listed(FULL)).toEqual([
      'classes:late',
      'classes:overdue',
      'groups:road',
      'agencies:works',
      'areas:new:1',
      'areas:new:2',
      'channels:app',
      'statuses:received',
      'qualities:none',
      'asOf:2026-06-01',
      'agencyView:as_now',
    ]);
  });

  it('is taken out one by one, until nothing but the time is left', () => {
    let filter = newFilter(FULL);
    const left: number[] = [];
    for (let [first] = chosenOf(filter, catalog); first; [first] = chosenOf(filter, catalog)) {
      filter = newFilter({ ...filter, ...first.without });
      left.push(chosenOf(filter, catalog).length);
    }
    expect(left).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(filterKey(filter)).toBe('from=2026-01-01');
  });

  it('names whole fields by their group and parts by their kinds, as the tree does', () => {
    expect(listed({ groups: ['road', 'noise'] })).toEqual(['groups:road', 'groups:noise']);
    expect(listed({ categories: ['hole', 'karaoke'] })).toEqual(['categories:hole', 'groups:noise']);
    const [hole] = chosen({ categories: ['hole', 'karaoke'] });
    expect(filterKey(newFilter({ categories: ['hole', 'karaoke'], ...hole?.without }))).toBe('group=noise');
  });

  it('has a way out of a link whose fields and kinds exclude each other', () => {
    const contradiction = { groups: ['noise'], categories: ['hole'] };
    expect(listed(contradiction)).toEqual(['groups:noise', 'categories:hole']);
    const [first] = chosen(contradiction);
    expect(filterKey(newFilter({ ...contradiction, ...first?.without }))).toBe('');
  });

  it('is told by facet', () => {
    expect(ofFacet(chosen(FULL), 'kinds').map(c => c.code)).toEqual(['road']);
    expect(ofFacet(chosen(FULL), 'areas').map(c => c.code)).toEqual(['new:1', 'new:2']);
  });
});
