import { describe, expect, it } from 'vitest';
import { clearInsets, isClear } from './clear';

const MAP = { width: 700, height: 600 };
const TOOLS = { left: 10, top: 10, right: 350, bottom: 80 };
const LEGEND = { left: 10, top: 350, right: 230, bottom: 590 };

describe('clearInsets', () => {
  it('leaves nothing out where nothing lies on the map', () => {
    expect(clearInsets(MAP, [], 1)).toEqual({ left: 0, top: 0, right: 0, bottom: 0 });
  });

  it('finds the largest room for what is as wide as high: right of the legend, below the tools', () => {
    expect(clearInsets(MAP, [TOOLS, LEGEND], 1)).toEqual({ left: 230, top: 80, right: 0, bottom: 0 });
  });

  it('finds other room for what is wide', () => {
    expect(clearInsets(MAP, [TOOLS, LEGEND], 3)).toEqual({ left: 0, top: 80, right: 0, bottom: 250 });
  });

  it('takes no notice of what lies beside the map', () => {
    const beside = { left: 800, top: 0, right: 900, bottom: 600 };
    expect(clearInsets(MAP, [beside], 1)).toEqual({ left: 0, top: 0, right: 0, bottom: 0 });
  });

  it('leaves nothing out of a map that is covered whole', () => {
    const all = { left: -5, top: -5, right: 705, bottom: 605 };
    expect(clearInsets(MAP, [all], 1)).toEqual({ left: 0, top: 0, right: 0, bottom: 0 });
  });
});

describe('isClear', () => {
  it('is not so under the legend, nor beyond the map', () => {
    expect(isClear(MAP, [LEGEND], { x: 100, y: 400 })).toBe(false);
    expect(isClear(MAP, [LEGEND], { x: 100, y: -4 })).toBe(false);
    expect(isClear(MAP, [LEGEND], { x: 400, y: 400 })).toBe(true);
  });
});
