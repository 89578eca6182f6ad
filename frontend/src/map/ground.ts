import type { Map as MapLibre } from 'maplibre-gl';
import type { Tokens } from '../ui/tokens';
import { GROUND, groundLayers, OWN_OUTLINE, paintSea, putAll, removeAll } from './style';

/** The areas of the ground: outlines and names of one level of one set. */
export interface Ground {
  readonly set: string;
  readonly level: string;
  readonly url: string;
}

/** A feature of a source, as MapLibre wants it named to give it a state. */
export type FeatureName = { source: string; sourceLayer: string; id: string | number };

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

  /** Shows areas in the colours of the theme. Without areas, those that are shown stay. `own` is outlined. */
  show(ground: Ground | undefined, own: string | undefined, tokens: Tokens): void {
    paintSea(this.map, tokens);
    const layers = groundLayers(tokens);
    if (ground && ground.url !== this.shown?.url) {
      removeAll(this.map, layers, GROUND);
      this.map.addSource(GROUND, { type: 'vector', url: ground.url, promoteId: { areas: 'code' } });
      this.shown = ground;
    }
    if (!this.shown) return;
    putAll(this.map, layers);
    this.map.setFilter(OWN_OUTLINE, ['==', ['get', 'code'], own ?? '']);
  }

  /** The outline of an area; undefined when the ground shows another set. */
  area(set: string, code: string): FeatureName | undefined {
    return this.shown?.set === set ? { source: GROUND, sourceLayer: 'areas', id: code } : undefined;
  }
}
