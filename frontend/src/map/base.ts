import type {
  LayerSpecification,
  Map as MapLibre,
  SourceSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import type { Meta } from '../api/vocabulary';
import type { Tokens } from '../ui/tokens';
import { vectorLayers } from './base-vector';
import { MAP_FONT, type Placed, putAll, removeAll } from './style';

/** The base map that the operator has chosen. */
export type BaseMap = NonNullable<Meta['basemap']>;

/** The source of a base map of tiles; those of a style begin with it. */
const BASE = 'base';

/**
 * BaseLayers are a base map below the data. The land stays beneath it, so that
 * there is a ground where it has none or does not answer.
 */
export class BaseLayers {
  private readonly map: MapLibre;
  private shown: BaseMap | undefined;
  /** The layers and sources of a style that is shown, and what ends its loading. */
  private style: Placed[] = [];
  private sources: string[] = [];
  private loading: AbortController | undefined;

  constructor(map: MapLibre) {
    this.map = map;
  }

  /** Shows a base map in the colours of the theme, as far as it has none of its own. */
  show(base: BaseMap | undefined, tokens: Tokens): void {
    if (base?.url !== this.shown?.url) {
      this.clear(tokens);
      this.shown = base;
      if (base?.kind === 'style') void this.load(base.url);
      else if (base) this.map.addSource(BASE, sourceOf(base));
    }
    putAll(this.map, this.layers(base, tokens));
  }

  /** Takes the base map away, and what of it is still on its way. */
  private clear(tokens: Tokens): void {
    this.loading?.abort();
    removeAll(this.map, this.layers(this.shown, tokens), BASE);
    for (const id of this.sources) this.map.removeSource(id);
    this.style = [];
    this.sources = [];
  }

  private layers(base: BaseMap | undefined, tokens: Tokens): Placed[] {
    switch (base?.kind) {
      case 'raster':
        return [['base', raster(tokens)]];
      case 'vector':
        return vectorLayers(base.schema, base.layers, tokens);
      default:
        return this.style;
    }
  }

  /** A style's own sources and layers. Without an answer the map does without it. */
  private async load(url: string): Promise<void> {
    this.loading = new AbortController();
    const { signal } = this.loading;
    try {
      const answer = await fetch(url, { signal });
      if (!answer.ok) return;
      const style = (await answer.json()) as StyleSpecification;
      if (signal.aborted) return;
      for (const [id, source] of Object.entries(style.sources)) {
        this.map.addSource(`${BASE}-${id}`, absolute(source, url));
        this.sources.push(`${BASE}-${id}`);
      }
      this.style = style.layers.flatMap(placedOf);
      putAll(this.map, this.style);
    } catch {
      // The land is there, and the map is as good as without a base map.
    }
  }
}

function sourceOf({ kind, url, minzoom, maxzoom, tile_size }: BaseMap): SourceSpecification {
  const tiles = [url.startsWith('/') ? window.location.origin + url : url];
  return kind === 'raster'
    ? { type: 'raster', tiles, minzoom, maxzoom, tileSize: tile_size ?? 256 }
    : { type: 'vector', tiles, minzoom, maxzoom };
}

/** A picture is calmed, so that colour belongs to the data, and dimmed on the dark ground. */
function raster(tokens: Tokens): LayerSpecification {
  const dark = isDark(tokens.land);
  return {
    id: 'base-raster',
    type: 'raster',
    source: BASE,
    paint: {
      'raster-saturation': -0.5,
      'raster-brightness-max': dark ? 0.45 : 1,
      'raster-fade-duration': 0,
    },
  };
}

/** isDark tells of a colour in six digits whether it is nearer to black. */
export function isDark(colour: string): boolean {
  const channels = [1, 3, 5].map(i => Number.parseInt(colour.slice(i, i + 2), 16));
  return channels.reduce((a, b) => a + b, 0) < 384;
}

/** Addresses in a style may be relative to it. */
function absolute(source: SourceSpecification, style: string): SourceSpecification {
  const whole = (address: string) => decodeURI(new URL(address, style).href);
  const copy = { ...source } as SourceSpecification & { url?: string; tiles?: string[] };
  if (typeof copy.url === 'string') copy.url = whole(copy.url);
  if (Array.isArray(copy.tiles)) copy.tiles = copy.tiles.map(whole);
  return copy;
}

/**
 * placedOf gives a layer of a style its place. Names are drawn with the page's
 * own font among those of the page; icons and patterns, which would need a file
 * more, are left out.
 */
export function placedOf(layer: LayerSpecification): Placed[] {
  const id = `${BASE}-${layer.id}`;
  if (layer.type === 'background') return [['base', { ...layer, id }]];
  if (!('source' in layer) || hasPattern(layer)) return [];
  const own = { ...layer, id, source: `${BASE}-${layer.source}` } as LayerSpecification;
  if (own.type !== 'symbol') return [['base', own]];
  if (!own.layout?.['text-field']) return [];
  const words = Object.entries(own.layout).filter(([name]) => !name.startsWith('icon-'));
  const paint = Object.entries(own.paint ?? {}).filter(([name]) => !name.startsWith('icon-'));
  const named = {
    ...own,
    layout: { ...Object.fromEntries(words), 'text-font': MAP_FONT },
    paint: Object.fromEntries(paint),
  };
  return [['places', named as LayerSpecification]];
}

function hasPattern({ paint }: LayerSpecification): boolean {
  return Object.keys(paint ?? {}).some(name => name.endsWith('-pattern'));
}
