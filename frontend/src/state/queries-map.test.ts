import { describe, expect, it } from 'vitest';
import { keepBreaks, type LayerTiles } from './queries-map';
import type { Layer } from './view';

function tiles(layer: Layer, breaks: number[], compare = false): LayerTiles {
  const legend = { breaks: { n: breaks }, totals: { n: breaks.length }, ...(compare && { compare: {} }) };
  return { layer, key: `${layer} ${breaks}`, tiles: { legend } as unknown as LayerTiles['tiles'] };
}

describe('the breaks of a legend that is kept', () => {
  it('are those of the other tiles, and nothing else is', () => {
    const kept = keepBreaks(tiles('cells', [1, 2]), tiles('cells', [5, 9, 20]));
    expect(kept?.tiles.legend).toEqual({ breaks: { n: [5, 9, 20] }, totals: { n: 2 } });
    expect(kept?.key).toBe('cells 1,2');
  });

  it('are not those of another layer, nor of a change, nor of tiles on their way', () => {
    const own = tiles('cells', [1, 2]);
    expect(keepBreaks(own, tiles('areas', [5]))).toBe(own);
    expect(keepBreaks(own, tiles('cells', [5], true))).toBe(own);
    expect(keepBreaks(own, undefined)).toBe(own);
    expect(keepBreaks(undefined, own)).toBeUndefined();
  });
});
