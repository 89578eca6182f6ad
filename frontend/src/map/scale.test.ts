import { describe, expect, it } from 'vitest';
import { MEASURES, type TileJSON } from '../api/vocabulary';
import { measuresOfTile, resolutionOf } from './cells';
import { ramp } from './palette';
import { areaBreaks, areaColour, cellBreaks, cellColour, legendClasses } from './scale';

function tilesWith(breaks: Record<string, unknown>): TileJSON {
  return {
    tilejson: '3.0.0',
    tiles: [],
    vector_layers: [],
    minzoom: 0,
    maxzoom: 14,
    bounds: [],
    attribution: '',
    legend: { totals: { n: 1, placed: 1, unplaced: 0 }, breaks },
  };
}

describe('breaks', () => {
  it('of cells are by resolution', () => {
    const breaks = cellBreaks(tilesWith({ n: { '7': [2, 5], '8': [3] } }), 'n');
    expect([...breaks]).toEqual([
      [7, [2, 5]],
      [8, [3]],
    ]);
  });

  it('that do not rise are left out, so that a step expression is never refused', () => {
    expect(areaBreaks(tilesWith({ n: [1, 5, 5, 3, 'x', 9] }), 'n')).toEqual([1, 5, 9]);
    expect(areaBreaks(tilesWith({}), 'n')).toEqual([]);
    expect([...cellBreaks(tilesWith({ n: null }), 'n')]).toEqual([]);
  });
});

describe('the legend', () => {
  it('has a class more than breaks, each from one to the next', () => {
    const classes = legendClasses([3, 8], 'n', 'light');
    expect(classes.map(c => [c.from, c.to])).toEqual([
      [undefined, 3],
      [3, 8],
      [8, undefined],
    ]);
    expect(new Set(classes.map(c => c.colour)).size).toBe(3);
  });

  it('uses on the map the colours it shows', () => {
    const colours = legendClasses([3, 8], 'n', 'dark').map(c => c.colour);
    const text = JSON.stringify(areaColour([3, 8], 'n', 'dark', '#000'));
    for (const colour of colours) expect(text).toContain(colour);
  });

  it('colours each cell by the breaks of its own resolution', () => {
    const expression = cellColour(new Map([[7, [5]]]), 'n', 'light', '#000');
    expect(JSON.stringify(expression)).toContain('["match",["get","res"],7,["step"');
  });
});

describe('a ramp', () => {
  it.each(MEASURES)('of %s stays ordered in grey, on light and on dark', measure => {
    for (const theme of ['light', 'dark'] as const) {
      const greys = ramp(measure, theme, 7).map(luminance);
      const ordered = [...greys].sort((a, b) => (theme === 'light' ? b - a : a - b));
      expect(greys).toEqual(ordered);
    }
  });

  it('keeps both ends however few its colours', () => {
    const all = ramp('n', 'light', 7);
    expect(ramp('n', 'light', 2)).toEqual([all[0], all[6]]);
    expect(ramp('n', 'light', 1)).toHaveLength(1);
  });
});

describe('a cell', () => {
  it('has its resolution in its index', () => {
    expect(resolutionOf('8a65b5662aa7fff')).toBe(10);
    expect(resolutionOf('8665b5667ffffff')).toBe(6);
  });

  it('has no rate where the tile gives none', () => {
    const measures = measuresOfTile({ n: 3, open: 3 });
    expect(measures.open).toBe(3);
    expect(measures.late).toBe(0);
    expect(measures.on_time_rate).toBeUndefined();
  });
});

/** Relative luminance as WCAG defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(i => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
