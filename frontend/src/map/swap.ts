import type { ExpressionSpecification, Map as MapLibre } from 'maplibre-gl';
import type { TileJSON } from '../api/vocabulary';
import type { Layer } from '../state/view';
import { putIn } from './stack';
import { outlineWidth } from './style';

/** The layer and the identifying property of each kind of tile. A string: an H3 index is no exact number. */
export const TILE_LAYERS = {
  cells: { sourceLayer: 'cells', id: 'h3' },
  areas: { sourceLayer: 'areas', id: 'code' },
} as const satisfies Record<Layer, { sourceLayer: string; id: string }>;

/** What the data layers show. Equal keys are equal tiles; colours may change alone. */
export interface Picture {
  readonly key: string;
  readonly layer: Layer;
  readonly tiles: TileJSON;
  readonly colour: ExpressionSpecification;
  readonly hairline: string;
  readonly outline: string;
}

interface Shown {
  readonly id: string;
  picture: Picture;
}

const OPACITY: Record<Layer, number> = { cells: 0.8, areas: 0.86 };

/**
 * SwapSource shows the tiles of one filter after another without a gap: the new
 * source loads unseen beside the old one and takes its place when its tiles are
 * there. (setTiles on one source would clear the map first.)
 */
export class SwapSource {
  private shown: Shown | undefined;
  private coming: Shown | undefined;
  private serial = 0;
  private readonly map: MapLibre;
  private readonly onShown: () => void;

  constructor(map: MapLibre, onShown: () => void) {
    this.map = map;
    this.onShown = onShown;
    map.on('sourcedata', this.check);
    map.on('idle', this.check);
  }

  /** The source that is seen now, and what it shows. */
  get current(): { id: string; layer: Layer; key: string } | undefined {
    return this.shown && { id: this.shown.id, layer: this.shown.picture.layer, key: this.shown.picture.key };
  }

  /** Whether newer tiles are on their way. */
  get loading(): boolean {
    return this.coming !== undefined;
  }

  /** Shows a picture as soon as its tiles are there. */
  show(picture: Picture): void {
    const newest = this.coming ?? this.shown;
    if (newest?.picture.key === picture.key) {
      newest.picture = picture;
      this.paint(newest);
      return;
    }
    if (this.coming) this.remove(this.coming);
    this.coming = this.add(picture);
  }

  destroy(): void {
    this.map.off('sourcedata', this.check);
    this.map.off('idle', this.check);
  }

  private readonly check = () => {
    const next = this.coming;
    if (!next || !this.map.getSource(next.id) || !this.map.isSourceLoaded(next.id)) return;
    this.coming = undefined;
    const old = this.shown;
    this.shown = next;
    this.map.setPaintProperty(fillOf(next.id), 'fill-opacity', OPACITY[next.picture.layer]);
    this.map.setPaintProperty(hairlineOf(next.id), 'line-opacity', 0.5);
    if (old) this.remove(old);
    this.onShown();
  };

  private add(picture: Picture): Shown {
    const id = `data-${++this.serial}`;
    const { sourceLayer, id: property } = TILE_LAYERS[picture.layer];
    this.map.addSource(id, {
      type: 'vector',
      tiles: picture.tiles.tiles,
      minzoom: picture.tiles.minzoom,
      maxzoom: picture.tiles.maxzoom,
      promoteId: { [sourceLayer]: property },
    });
    const on = { source: id, 'source-layer': sourceLayer };
    putIn(this.map, 'data', {
      id: fillOf(id),
      type: 'fill',
      ...on,
      paint: { 'fill-color': picture.colour, 'fill-opacity': 0, 'fill-antialias': false },
    });
    putIn(this.map, 'data', {
      id: hairlineOf(id),
      type: 'line',
      ...on,
      paint: { 'line-color': picture.hairline, 'line-width': 0.6, 'line-opacity': 0 },
    });
    putIn(this.map, 'outlines', {
      id: outlineOf(id),
      type: 'line',
      ...on,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': picture.outline, 'line-width': outlineWidth() },
    });
    return { id, picture };
  }

  private paint({ id, picture }: Shown): void {
    this.map.setPaintProperty(fillOf(id), 'fill-color', picture.colour);
    this.map.setPaintProperty(hairlineOf(id), 'line-color', picture.hairline);
    this.map.setPaintProperty(outlineOf(id), 'line-color', picture.outline);
  }

  private remove({ id }: Shown): void {
    for (const layer of [fillOf(id), hairlineOf(id), outlineOf(id)]) {
      if (this.map.getLayer(layer)) this.map.removeLayer(layer);
    }
    if (this.map.getSource(id)) this.map.removeSource(id);
  }
}

/** fillOf names the layer of a data source that a click meets. */
export function fillOf(source: string): string {
  return `${source}-fill`;
}

function hairlineOf(source: string): string {
  return `${source}-hairline`;
}

function outlineOf(source: string): string {
  return `${source}-outline`;
}
