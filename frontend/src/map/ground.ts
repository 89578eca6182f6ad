import type { LayerSpecification, Map as MapLibre } from 'maplibre-gl';
import type { TileJSON } from '../api/vocabulary';
import type { GroundTiles } from '../state/queries-map';
import type { Tokens } from '../ui/tokens';
import { BaseLayers, type BaseMap } from './base';
import { CONTEXT, contextLayers } from './context';
import { describe } from './described';
import { areaName, GROUND, groundLayers, NAMES, OWN_OUTLINE, paintSea, putAll, removeAll } from './style';

/** What lies around the data: its tiles, and the layers that hold anything. */
export interface Context {
  readonly tiles: TileJSON;
  readonly layers: readonly string[];
}

/** Everything that the data lies on. What is undefined is not known yet, and what is shown stays. */
export interface Ground {
  /** Outlines and names of one level of one set. */
  readonly areas: GroundTiles | undefined;
  /** Whether areas have their names yet. */
  readonly named: boolean;
  /** Whether these are the English ones. */
  readonly english: boolean;
  /** Null where nothing was imported. */
  readonly context: Context | null | undefined;
  readonly base: BaseMap | undefined;
}

/** A feature of a source, as MapLibre wants it named to give it a state. */
export type FeatureName = { source: string; sourceLayer: string; id: string | number };

/**
 * GroundLayers are what the data lies on: land, borders, names, and what was
 * imported around them. They follow no filter and change only with the areas in
 * use and with the theme.
 */
export class GroundLayers {
  private readonly map: MapLibre;
  private areas: GroundTiles | undefined;
  private context: Context | undefined;
  private readonly base: BaseLayers;

  constructor(map: MapLibre) {
    this.map = map;
    this.base = new BaseLayers(map);
  }

  /** Shows a ground in the colours of the theme; the areas of those codes have an outline for good. */
  show(ground: Ground, outlined: readonly string[], tokens: Tokens): void {
    const { context, base } = ground;
    paintSea(this.map, tokens);
    this.base.show(base, tokens);
    this.showAreas(ground, outlined, tokens);
    if (context !== undefined) this.showContext(context ?? undefined, tokens);
  }

  /** The outline of an area; undefined when the ground shows another set. */
  area(set: string, code: string): FeatureName | undefined {
    return this.areas?.set === set ? { source: GROUND, sourceLayer: 'areas', id: code } : undefined;
  }

  /** What is drawn around the data and below it, by the layers of the map; for tests. */
  drawn(): { layer: string; properties: Record<string, unknown> }[] {
    const layers = this.map.getLayersOrder().filter(id => /^(context|base)-/.test(id));
    return this.map
      .queryRenderedFeatures({ layers })
      .map(({ layer, properties }) => ({ layer: layer.id, properties }));
  }

  /** The layers of the map that belong to a base map, once its tiles are there; for tests. */
  baseLayers(): string[] {
    const sources = Object.keys(this.map.getStyle().sources).filter(id => /^base(-|$)/.test(id));
    const there = sources.length > 0 && sources.every(id => this.map.isSourceLoaded(id));
    return there ? this.map.getLayersOrder().filter(id => id.startsWith('base-')) : [];
  }

  private showAreas({ areas, named, english }: Ground, outlined: readonly string[], tokens: Tokens): void {
    const layers = groundLayers(tokens);
    if (areas && areas.tiles !== this.areas?.tiles) {
      removeAll(this.map, layers, GROUND);
      this.map.addSource(GROUND, {
        type: 'vector',
        url: describe(areas.tiles),
        promoteId: { areas: 'code' },
      });
      this.areas = areas;
    }
    if (!this.areas) return;
    // Writing takes long beside filling, and the data is what is looked at first.
    putAll(this.map, named ? layers : layers.filter(([, { id }]) => id !== NAMES));
    if (named) this.map.setLayoutProperty(NAMES, 'text-field', areaName(english));
    this.map.setFilter(OWN_OUTLINE, ['in', ['get', 'code'], ['literal', [...outlined]]]);
  }

  private showContext(context: Context | undefined, tokens: Tokens): void {
    const layers = contextLayers(tokens);
    if (context?.tiles !== this.context?.tiles) {
      removeAll(this.map, layers, CONTEXT);
      if (context) this.map.addSource(CONTEXT, { type: 'vector', url: describe(context.tiles) });
      this.context = context;
    }
    // A layer of a style that no tile knows is an error to the map.
    const held = layers.filter(([, layer]) => this.context?.layers.includes(sourceLayerOf(layer)));
    putAll(this.map, held);
  }
}

function sourceLayerOf(layer: LayerSpecification): string {
  return 'source-layer' in layer ? (layer['source-layer'] ?? '') : '';
}
