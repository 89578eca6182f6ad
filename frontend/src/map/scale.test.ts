import { describe, expect, it } from 'vitest';
import type { Measure, TileJSON } from '../api/vocabulary';
import { measuresOfTile, resolutionOf } from './cells';
import {
  areaBreaks,
  areaColour,
  cellBreaks,
  cellColour,
  changeClasses,
  changeColour,
  legendClasses,
} from './scale';

const QUIET = { noData: 'none', few: 'few' };

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
    const text = JSON.stringify(areaColour([3, 8], 'n', 'dark', QUIET));
    for (const colour of colours) expect(text).toContain(colour);
  });

  it('colours each cell by the breaks of its own resolution', () => {
    const expression = cellColour(new Map([[7, [5]]]), 'n', 'light', QUIET);
    expect(JSON.stringify(expression)).toContain('["match",["get","res"],7,["step"');
  });
});

describe('a measure that judges', () => {
  const colourOf = (measure: Measure, properties: Record<string, unknown>) => [
    evaluated(areaColour([], measure, 'light', QUIET), properties),
    evaluated(cellColour(new Map([[8, []]]), measure, 'light', QUIET), { res: 8, ...properties }),
  ];
  const [only] = legendClasses([], 'on_time_rate', 'light').map(c => c.colour);
  const [time] = legendClasses([], 'median_s', 'light').map(c => c.colour);

  it.each<[Measure, Record<string, unknown>, string | undefined]>([
    ['overdue_share', { n: 4, overdue: 4, overdue_share: 1 }, 'few'],
    ['overdue_share', { n: 5, overdue: 1, overdue_share: 0.2 }, only],
    ['on_time_rate', { n: 90, on_time: 2, late: 1, overdue: 1, on_time_rate: 0.5 }, 'few'],
    ['on_time_rate', { n: 5, on_time: 3, late: 1, overdue: 1, on_time_rate: 0.6 }, only],
    ['on_time_rate', { n: 90, open: 90 }, 'few'],
    ['median_s', { n: 90, on_time: 4, open: 86, median_s: 60 }, 'few'],
    ['median_s', { n: 90, on_time: 3, undated_closed: 2, median_s: 60 }, time],
    ['median_s', { n: 90, undated_closed: 9 }, 'none'],
    ['overdue_share', { n: 0 }, 'transparent'],
    ['on_time_rate', { n: 0 }, 'transparent'],
  ])('colours by %s of %o as %s', (measure, properties, colour) => {
    expect(colourOf(measure, properties)).toEqual([colour, colour]);
  });

  it('is told from one that counts, in which one case is one', () => {
    const [colour] = legendClasses([], 'n', 'light').map(c => c.colour);
    expect(colourOf('n', { n: 1 })).toEqual([colour, colour]);
  });
});

describe('classes of change', () => {
  it('are as many on both sides of what is about the same, and leave no number out', () => {
    const bounds = changeClasses([5, 20, 80], 'light').map(c => [c.from, c.to]);
    expect(bounds).toEqual([
      [undefined, -79],
      [-79, -19],
      [-19, -4],
      [-4, 5],
      [5, 20],
      [20, 80],
      [80, undefined],
    ]);
  });

  it.each([
    [-80, 0],
    [-79, 1],
    [-20, 1],
    [-5, 2],
    [-4, 3],
    [0, 3],
    [4, 3],
    [5, 4],
    [79, 5],
    [80, 6],
  ])('hold a change of %d in class %d', (change, index) => {
    const colour = evaluated(changeColour([5, 20, 80], 'light'), { n: 100, n_before: 100 - change, change });
    expect(colour).toBe(changeClasses([5, 20, 80], 'light')[index]?.colour);
  });

  it('show what has fallen to nothing, and the ground where there never was anything', () => {
    const colour = (n: number, before: number) =>
      evaluated(changeColour([1], 'light'), { n, n_before: before, change: n - before });
    expect(colour(0, 3)).toBe(changeClasses([1], 'light')[0]?.colour);
    expect(colour(0, 0)).toBe('transparent');
  });

  it('are one where nothing has changed', () => {
    expect(changeClasses([], 'dark')).toHaveLength(1);
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

/** What MapLibre makes of an expression for a feature; only what the scales use. */
function evaluated(expression: unknown, properties: Record<string, unknown>): unknown {
  if (!Array.isArray(expression)) return expression;
  const [name, ...parts] = expression;
  const value = (part: unknown) => evaluated(part, properties);
  switch (name) {
    case 'get':
      return properties[parts[0]];
    case 'to-number':
      return Number(value(parts[0]) ?? 0);
    case 'to-color':
      return value(parts[0]);
    case 'has':
      return parts[0] in properties;
    case 'match': {
      const [input, ...cases] = parts;
      const at = cases.indexOf(value(input));
      return value(at < 0 ? cases.at(-1) : cases[at + 1]);
    }
    case '+':
      return parts.reduce((sum, part) => sum + Number(value(part)), 0);
    case '<':
      return Number(value(parts[0])) < Number(value(parts[1]));
    case '==':
      return value(parts[0]) === value(parts[1]);
    case 'all':
      return parts.every(value);
    case 'case': {
      const otherwise = parts.length - 1;
      for (let i = 0; i < otherwise; i += 2) if (value(parts[i])) return value(parts[i + 1]);
      return value(parts[otherwise]);
    }
    case 'step': {
      const [input, first, ...stops] = parts;
      const at = Number(value(input));
      let found = first;
      for (let i = 0; i < stops.length; i += 2) if (at >= stops[i]) found = stops[i + 1];
      return found;
    }
    default:
      throw new Error(`not known here: ${name}`);
  }
}
