import type { LayerSpecification, Map as MapLibre } from 'maplibre-gl';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Tokens } from '../ui/tokens';
import { BaseLayers, type BaseMap, isDark, placedOf } from './base';
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

/** What a map has of sources and layers. */
function aMap() {
  const sources = new Set<string>();
  const layers = new Set<string>();
  const map = {
    addSource: (id: string) => sources.add(id),
    getSource: (id: string) => sources.has(id) || undefined,
    removeSource: (id: string) => sources.delete(id),
    addLayer: ({ id }: LayerSpecification) => layers.add(id),
    getLayer: (id: string) => layers.has(id) || undefined,
    removeLayer: (id: string) => layers.delete(id),
  };
  return { map: map as unknown as MapLibre, has: () => [...sources, ...layers] };
}

describe('a base map', () => {
  afterEach(() => vi.unstubAllGlobals());

  const styled = (url: string) => ({ kind: 'style', url }) as BaseMap;
  const pictures = { kind: 'raster', url: 'https://maps.test/{z}/{x}/{y}' } as BaseMap;
  const style = {
    sources: { s: { type: 'vector', url: 'tiles.json' } },
    layers: [{ id: 'sea', type: 'fill', source: 's' }],
  };
  const arrived = () => new Promise(resolve => setImmediate(resolve));

  it('of a style goes with its sources and layers when another takes its place', async () => {
    vi.stubGlobal('fetch', async () => Response.json(style));
    const { map, has } = aMap();
    const base = new BaseLayers(map);
    base.show(styled('https://maps.test/style.json'), tokens);
    await arrived();
    expect(has()).toEqual(['base-s', 'base-sea']);
    base.show(pictures, tokens);
    expect(has()).toEqual(['base', 'base-raster']);
    base.show(undefined, tokens);
    expect(has()).toEqual([]);
  });

  it('that comes when another has taken its place is dropped', async () => {
    let answer: (response: Response) => void = () => {};
    vi.stubGlobal('fetch', () => new Promise(resolve => (answer = resolve)));
    const { map, has } = aMap();
    const base = new BaseLayers(map);
    base.show(styled('https://maps.test/style.json'), tokens);
    base.show(pictures, tokens);
    answer(Response.json(style));
    await arrived();
    expect(has()).toEqual(['base', 'base-raster']);
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
