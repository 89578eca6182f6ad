import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from 'maplibre-gl';
import type { Tokens } from '../ui/tokens';
import { MAP_FONT } from './style';

/** An area that has a number on the map, the one that it has in a list beside it. */
export interface Ranked {
  readonly code: string;
  readonly rank: number;
  readonly lng: number;
  readonly lat: number;
}

const SOURCE = 'ranked';
const NUMBER = 'ranked-number';
const LAYERS = ['ranked-disc', NUMBER];

/** RankMarks are numbers on the map, above all else: in ink, as colour belongs to the data. */
export class RankMarks {
  private readonly map: MapLibre;
  private shown = '';

  constructor(map: MapLibre) {
    this.map = map;
  }

  /** Shows numbers in the colours of the theme, or none. */
  show(ranked: readonly Ranked[], tokens: Tokens): void {
    const source = this.map.getSource<GeoJSONSource>(SOURCE);
    if (ranked.length === 0 && !source) return;
    const text = JSON.stringify(ranked);
    if (!source) this.map.addSource(SOURCE, { type: 'geojson', data: dataOf(ranked) });
    else if (text !== this.shown) source.setData(dataOf(ranked));
    this.shown = text;
    for (const layer of layersOf(tokens)) this.paint(layer);
    if (this.map.getLayersOrder().at(-1) !== NUMBER) for (const id of LAYERS) this.map.moveLayer(id);
  }

  /** The numbers that are drawn in view, for tests. */
  drawn(): number[] {
    if (!this.map.getLayer(NUMBER)) return [];
    return this.map.queryRenderedFeatures({ layers: [NUMBER] }).map(f => Number(f.properties.rank));
  }

  private paint(layer: LayerSpecification): void {
    if (!this.map.getLayer(layer.id)) this.map.addLayer(layer);
    for (const [property, value] of Object.entries(layer.paint ?? {})) {
      this.map.setPaintProperty(layer.id, property as Parameters<MapLibre['setPaintProperty']>[1], value);
    }
  }
}

function layersOf(tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'ranked-disc',
      type: 'circle',
      source: SOURCE,
      paint: {
        'circle-color': tokens.outline,
        'circle-radius': 12,
        'circle-stroke-color': tokens.halo,
        'circle-stroke-width': 2,
      },
    },
    {
      id: NUMBER,
      type: 'symbol',
      source: SOURCE,
      layout: {
        'text-field': ['to-string', ['get', 'rank']],
        'text-font': MAP_FONT,
        'text-size': 15,
        'text-allow-overlap': true,
        // A name below the disc steps aside: the list beside the map has it.
        'text-padding': 10,
      },
      paint: { 'text-color': tokens.surface },
    },
  ];
}

function dataOf(ranked: readonly Ranked[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: ranked.map(({ rank, lng, lat }) => ({
      type: 'Feature',
      properties: { rank },
      geometry: { type: 'Point', coordinates: [lng, lat] },
    })),
  };
}
