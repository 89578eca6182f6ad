import { describe, expect, it } from 'vitest';
import type { Selection } from './selection';
import { aState } from './testing';
import { FACETS, HEIGHTS, heightOf, namesText, parseNames, sheetAt, withName } from './unfolded';

const complaint: Selection = { kind: 'complaint', id: '7' };
const area: Selection = { kind: 'area', set: 'new', code: '7' };

describe('the sheet', () => {
  it('shows a number, and half of the screen of a complaint', () => {
    expect([null, area, complaint].map(selection => heightOf({ sheet: null, selection }))).toEqual([
      'peek',
      'peek',
      'half',
    ]);
  });

  it('has every height in the address, and nothing of the usual one', () => {
    for (const selection of [null, area, complaint]) {
      const kept = HEIGHTS.map(height => sheetAt(height, selection));
      expect(kept.filter(sheet => sheet === null)).toHaveLength(1);
      expect(kept.map(sheet => heightOf({ sheet, selection }))).toEqual(HEIGHTS);
    }
  });

  it('comes up for a complaint, goes back after it, and stays where the reader has put it', () => {
    const state = aState();
    const height = () => heightOf(state.view.value);
    state.select(complaint);
    expect(height()).toBe('half');
    state.look({ sheet: 'peek' });
    state.select({ kind: 'complaint', id: '8' });
    expect(height()).toBe('half');
    state.select(null);
    expect(height()).toBe('peek');
    state.look({ sheet: 'full' });
    state.select(complaint);
    expect(height()).toBe('full');
  });
});

describe('a list of what is open', () => {
  it('is read as it is written, whatever is in it', () => {
    for (let bits = 0; bits < 2 ** FACETS.length; bits++) {
      const open = FACETS.filter((_, i) => bits & (2 ** i));
      expect(parseNames(FACETS, namesText(open))).toEqual(open);
    }
    expect(parseNames(FACETS, null)).toBeNull();
    expect(parseNames(FACETS, 'roof')).toBeNull();
  });

  it('gains and loses a name, in the order of all', () => {
    expect(withName(FACETS, ['kinds', 'areas'], 'classes', true)).toEqual(['classes', 'kinds', 'areas']);
    expect(withName(FACETS, ['kinds', 'areas'], 'areas', false)).toEqual(['kinds']);
    expect(withName(FACETS, ['kinds'], 'kinds', true)).toEqual(['kinds']);
  });
});
