import type { LayerSpecification, Map as MapLibre } from 'maplibre-gl';

/**
 * What lies on what, from below. Each step is an unseen layer that the map has
 * from the beginning, so that every part can be put in its place whichever
 * comes first, and none needs to know the layers of another.
 */
export const STEPS = {
  /** The land of the city. */
  ground: 'step-ground',
  /** The base map, where there is one. */
  base: 'step-base',
  /** What the data lies on: water. */
  under: 'step-under',
  /** The measures: hexagons, areas. */
  data: 'step-data',
  /** What stays readable through them: rivers, roads, metro, borders. */
  lines: 'step-lines',
  /** Single complaints. */
  points: 'step-points',
  /** Outlines of what is chosen. */
  outlines: 'step-outlines',
  /** Names around the data; those of areas come before them where there is not room for both. */
  places: 'step-places',
  names: 'step-names',
} as const;

export type Step = keyof typeof STEPS;

/** stepLayers are the unseen layers themselves, for the style that a map begins with. */
export function stepLayers(): LayerSpecification[] {
  return Object.values(STEPS).map(id => ({ id, type: 'background', layout: { visibility: 'none' } }));
}

/** putIn adds a layer as the highest of its step. */
export function putIn(map: MapLibre, step: Step, layer: LayerSpecification): void {
  map.addLayer(layer, STEPS[step]);
}
