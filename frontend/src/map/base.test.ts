import type { LayerSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import type { Tokens } from '../ui/tokens';
import { isDark, placedOf } from './base';
import { vectorLayers } from './base-vector';

const tokens = new Proxy({} as Tokens, { get: () => '#888888' });

describe('a layer of a style', () => {
  const placed = (layer: unknown) => placedOf(layer as LayerSpecification);

  it('keeps its drawing and gets names that nothing else on the map has', () => {
    const [[step, layer] = []] = placed({
      id: 'sea',
      type: 'fill',
      source: 's',
      paint: { 'fill-color': 'red' },
    });
    expect(step).toBe('base');
    expect(layer).toMatchObject({ id: 'base-sea', source: 'base-s', paint: { 'fill-color': 'red' } });
  });

  it('is left out where it needs a picture of its own', () => {
    expect(placed({ id: 'a', type: 'fill', source: 's', paint: { 'fill-pattern': 'wood' } })).toEqual([]);
    expect(placed({ id: 'a', type: 'symbol', source: 's', layout: { 'icon-image': 'bus' } })).toEqual([]);
  });

  it('has its names in the font of the page, and no icons', () => {
    const layout = { 'text-field': 'x', 'text-font': ['Noto'], 'icon-image': 'bus', 'text-size': 9 };
    const [[step, layer] = []] = placed({ id: 'a', type: 'symbol', source: 's', layout });
    expect(step).toBe('places');
    expect(layer?.layout).toEqual({ 'text-field': 'x', 'text-font': ['Be Vietnam Pro'], 'text-size': 9 });
  });
});

describe('vector tiles', () => {
  const layersOf = (schema: string, layers: string[]) =>
    vectorLayers(schema, layers, tokens).map(([, l]) => l.id);

  it('of a known schema are drawn as far as they have the layers', () => {
    expect(layersOf('protomaps', ['earth', 'water', 'roads'])).toEqual([
      'base-land',
      'base-water',
      'base-small',
      'base-main',
      'base-rail',
      'base-road-names',
    ]);
    expect(layersOf('openmaptiles', ['water', 'park'])).toEqual(['base-land', 'base-park', 'base-water']);
  });

  it('of an unknown one are not', () => {
    expect(layersOf('', ['water'])).toEqual([]);
  });
});

describe('a colour', () => {
  it('is dark when it is nearer to black', () => {
    expect(isDark('#1a2026')).toBe(true);
    expect(isDark('#faf9f6')).toBe(false);
  });
});
