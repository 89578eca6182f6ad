import type { Feature, FeatureCollection } from 'geojson';
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from 'maplibre-gl';
import type { Tokens } from '../ui/tokens';
import { circle } from './circle';
import { putIn } from './stack';

/** The chosen complaint on the map: its point, how well that is known, and what lies around. */
export interface MarkedComplaint {
  readonly lng: number;
  readonly lat: number;
  /** The true place is within so many metres; 0 when nobody says. */
  readonly radius: number;
  /** How far the neighbours were looked for. */
  readonly reach: number;
  readonly neighbours: readonly { readonly lng: number; readonly lat: number }[];
}

const SOURCE = 'complaint';
const LAYERS = [
  'complaint-reach',
  'complaint-radius-halo',
  'complaint-radius',
  'complaint-near',
  'complaint-point',
];

/**
 * ComplaintMark draws the chosen complaint as a point, the circle that holds its
 * true place, and its neighbours as rings: empty ones, so that the data under
 * them stays what it is.
 */
export class ComplaintMark {
  private readonly map: MapLibre;
  private shown = '';

  constructor(map: MapLibre) {
    this.map = map;
  }

  /** Shows a complaint in the colours of the theme, or none. */
  show(complaint: MarkedComplaint | null, tokens: Tokens): void {
    if (!complaint) {
      this.remove();
      return;
    }
    const text = JSON.stringify(complaint);
    const source = this.map.getSource<GeoJSONSource>(SOURCE);
    if (!source) this.map.addSource(SOURCE, { type: 'geojson', data: dataOf(complaint) });
    else if (text !== this.shown) source.setData(dataOf(complaint));
    this.shown = text;
    for (const layer of layersOf(tokens)) this.paint(layer);
  }

  /** How many neighbours are drawn in view, and whether the complaint itself is; for tests. */
  drawn(): { point: boolean; neighbours: number } {
    const count = (id: string) =>
      this.map.getLayer(id) ? this.map.queryRenderedFeatures({ layers: [id] }).length : 0;
    return { point: count('complaint-point') > 0, neighbours: count('complaint-near') };
  }

  private paint(layer: MarkLayer): void {
    if (!this.map.getLayer(layer.id)) putIn(this.map, 'names', layer);
    for (const [property, value] of Object.entries(layer.paint)) {
      this.map.setPaintProperty(layer.id, property as Parameters<MapLibre['setPaintProperty']>[1], value);
    }
  }

  private remove(): void {
    if (this.shown === '') return;
    for (const id of LAYERS) if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (this.map.getSource(SOURCE)) this.map.removeSource(SOURCE);
    this.shown = '';
  }
}

type MarkLayer = Extract<LayerSpecification, { type: 'line' | 'circle' }> & {
  paint: Record<string, string | number | number[]>;
};

function layersOf(tokens: Tokens): MarkLayer[] {
  const line = (id: string, part: string, paint: MarkLayer['paint']): MarkLayer => ({
    id,
    type: 'line',
    source: SOURCE,
    filter: ['==', ['get', 'part'], part],
    paint: paint as never,
  });
  const point = (id: string, part: string, paint: MarkLayer['paint']): MarkLayer => ({
    id,
    type: 'circle',
    source: SOURCE,
    filter: ['==', ['get', 'part'], part],
    paint: paint as never,
  });
  return [
    line('complaint-reach', 'reach', {
      'line-color': tokens.outline,
      'line-width': 0.8,
      'line-opacity': 0.6,
    }),
    line('complaint-radius-halo', 'radius', { 'line-color': tokens.halo, 'line-width': 4 }),
    line('complaint-radius', 'radius', {
      'line-color': tokens.outline,
      'line-width': 1.6,
      'line-dasharray': [3, 2],
    }),
    point('complaint-near', 'near', {
      'circle-color': tokens.halo,
      'circle-opacity': 0,
      'circle-radius': 5,
      'circle-stroke-color': tokens.outline,
      'circle-stroke-width': 1.4,
    }),
    point('complaint-point', 'point', {
      'circle-color': tokens.outline,
      'circle-radius': 6,
      'circle-stroke-color': tokens.halo,
      'circle-stroke-width': 3,
    }),
  ];
}

function dataOf({ lng, lat, radius, reach, neighbours }: MarkedComplaint): FeatureCollection {
  const feature = (part: string, geometry: Feature['geometry']): Feature => ({
    type: 'Feature',
    properties: { part },
    geometry,
  });
  const ring = (part: string, metres: number) =>
    feature(part, { type: 'LineString', coordinates: circle(lng, lat, metres) });
  return {
    type: 'FeatureCollection',
    features: [
      ring('reach', reach),
      ...(radius > 0 ? [ring('radius', radius)] : []),
      ...neighbours.map(n => feature('near', { type: 'Point', coordinates: [n.lng, n.lat] })),
      feature('point', { type: 'Point', coordinates: [lng, lat] }),
    ],
  };
}
