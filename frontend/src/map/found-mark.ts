import type { Feature, FeatureCollection } from 'geojson';
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from 'maplibre-gl';
import type { Found } from '../state/found';
import type { Tokens } from '../ui/tokens';
import { circle } from './circle';

const SOURCE = 'found';
const POINT = 'found-point';

/**
 * FoundMark is the place that was searched for, above all that the map shows: a
 * point, and the circle that holds the true place nine times in ten. Outlines in
 * ink: colour belongs to the data, and none of it is changed within the circle.
 */
export class FoundMark {
  private readonly map: MapLibre;
  private shown: Found | undefined;

  constructor(map: MapLibre) {
    this.map = map;
  }

  /** Shows a place in the colours of the theme, or none. */
  show(found: Found | null, tokens: Tokens): void {
    if (!found) {
      this.remove();
      return;
    }
    const source = this.map.getSource<GeoJSONSource>(SOURCE);
    if (!source) this.map.addSource(SOURCE, { type: 'geojson', data: dataOf(found) });
    else if (found !== this.shown) source.setData(dataOf(found));
    this.shown = found;
    for (const layer of layersOf(tokens)) this.paint(layer);
    this.raise();
  }

  /** Where the marker is drawn; undefined when it is not in view. */
  drawn(): readonly number[] | undefined {
    if (!this.map.getLayer(POINT)) return undefined;
    const [point] = this.map.queryRenderedFeatures({ layers: [POINT] });
    return point?.geometry.type === 'Point' ? point.geometry.coordinates : undefined;
  }

  private paint(layer: MarkLayer): void {
    if (!this.map.getLayer(layer.id)) this.map.addLayer(layer);
    for (const [property, value] of Object.entries(layer.paint)) {
      this.map.setPaintProperty(layer.id, property as Parameters<MapLibre['setPaintProperty']>[1], value);
    }
  }

  /** Data and ground that come later are put on top; the mark goes above them again. */
  private raise(): void {
    if (this.map.getLayersOrder().at(-1) === POINT) return;
    for (const id of MARK_LAYERS) this.map.moveLayer(id);
  }

  private remove(): void {
    for (const id of MARK_LAYERS) if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (this.map.getSource(SOURCE)) this.map.removeSource(SOURCE);
    this.shown = undefined;
  }
}

type MarkLayer = Extract<LayerSpecification, { type: 'line' | 'circle' }> & {
  paint: Record<string, string | number | number[]>;
};

const MARK_LAYERS = ['found-halo', 'found-ring', POINT];

function layersOf(tokens: Tokens): MarkLayer[] {
  return [
    {
      id: 'found-halo',
      type: 'line',
      source: SOURCE,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'line-color': tokens.halo, 'line-width': 4 },
    },
    {
      id: 'found-ring',
      type: 'line',
      source: SOURCE,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'line-color': tokens.outline, 'line-width': 1.6, 'line-dasharray': [3, 2] },
    },
    {
      id: POINT,
      type: 'circle',
      source: SOURCE,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-color': tokens.outline,
        'circle-radius': 6,
        'circle-stroke-color': tokens.halo,
        'circle-stroke-width': 3,
      },
    },
  ];
}

function dataOf({ lng, lat, radius }: Found): FeatureCollection {
  const feature = (geometry: Feature['geometry']): Feature => ({ type: 'Feature', properties: {}, geometry });
  return {
    type: 'FeatureCollection',
    features: [
      feature({ type: 'Polygon', coordinates: [circle(lng, lat, radius)] }),
      feature({ type: 'Point', coordinates: [lng, lat] }),
    ],
  };
}
