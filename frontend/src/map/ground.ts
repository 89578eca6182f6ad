import type { Map as MapLibre } from 'maplibre-gl';
import type { Tokens } from '../ui/tokens';
import { GROUND, groundLayers, groundPaint, LAND } from './style';

/** The areas of the ground: outlines and names of one level of one set. */
export interface Ground {
  readonly set: string;
  readonly level: string;
  readonly url: string;
}

/** A feature of a source, as MapLibre wants it named to give it a state. */
export type FeatureName = { source: string; sourceLayer: string; id: string };

/**
 * GroundLayers are what the data lies on: land, borders, names. They follow no
 * filter and change only with the areas in use and with the theme.
 */
export class GroundLayers {
  private readonly map: MapLibre;
  private shown: Ground | undefined;

  constructor(map: MapLibre) {
    this.map = map;
  }

  /** Whether there is anything but water. */
  get there(): boolean {
    return this.shown !== undefined;
  }

  /** Shows areas in the colours of the theme. `data` is the lowest layer of the data, which stays above the land. */
  show(ground: Ground | undefined, tokens: Tokens, data: string | undefined): void {
    if (ground && ground.url !== this.shown?.url) this.change(ground, tokens, data);
    for (const [layer, property, value] of groundPaint(tokens)) {
      if (this.map.getLayer(layer)) this.map.setPaintProperty(layer, property, value);
    }
  }

  /** The outline of an area; undefined when the ground shows another set. */
  area(set: string, code: string): FeatureName | undefined {
    return this.shown?.set === set ? { source: GROUND, sourceLayer: 'areas', id: code } : undefined;
  }

  private change(ground: Ground, tokens: Tokens, data: string | undefined): void {
    const layers = groundLayers(tokens);
    for (const { id } of layers) if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (this.map.getSource(GROUND)) this.map.removeSource(GROUND);
    this.map.addSource(GROUND, { type: 'vector', url: ground.url, promoteId: { areas: 'code' } });
    for (const layer of layers) this.map.addLayer(layer, layer.id === LAND ? data : undefined);
    this.shown = ground;
  }
}
