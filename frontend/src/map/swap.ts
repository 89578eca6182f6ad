import type {
  GeoJSONFeature,
  LayerSpecification,
  MapGeoJSONFeature,
  Map as MapLibre,
  PointLike,
} from 'maplibre-gl';
import type { TileJSON } from '../api/vocabulary';
import { describe } from './described';
import type { Frames } from './frames';
import { putIn } from './stack';
import { type Placed, removeAll } from './style';

/** The property that identifies the features of a layer. A string where it is an H3 index, which is no exact number. */
const IDENTITY = { cells: 'h3', areas: 'code', complaints: 'id' } as const;

/** What tiles hold; their source layer has this name. */
export type Kind = keyof typeof IDENTITY;

/** What tiles are drawn as. Equal keys are equal tiles and layers of the same names; their looks may change alone. */
export interface Picture {
  readonly key: string;
  readonly kind: Kind;
  readonly tiles: TileJSON;
  /** The layers that draw a source; the first is the one that a click meets. */
  readonly layers: (source: string) => readonly Placed[];
}

/** The tiles that are seen: their source, and what they are of. */
export interface Current {
  readonly id: string;
  readonly kind: Kind;
  readonly key: string;
}

interface Shown {
  readonly id: string;
  picture: Picture;
  layers: readonly Placed[];
}

/** For so long what was seen before may stay as it is while tiles are on their way: no longer than one notices. */
const CHANGE_MS = 250;

/** What makes a layer of a type unseen. Its tiles load all the same, which a layer without visibility does not do. */
const OPACITIES: Partial<Record<LayerSpecification['type'], readonly string[]>> = {
  fill: ['fill-opacity'],
  line: ['line-opacity'],
  circle: ['circle-opacity', 'circle-stroke-opacity'],
  symbol: ['text-opacity'],
};

/**
 * SwapSource shows the tiles of one filter after another without a gap: the new
 * source loads unseen beside the old one and takes its place when its tiles are
 * there. (setTiles on one source would clear the map first.)
 */
export class SwapSource {
  private shown: Shown | undefined;
  private coming: Shown | undefined;
  /** What comes after that. */
  private next: Picture | undefined;
  private serial = 0;
  private readonly map: MapLibre;
  private readonly name: string;
  private readonly frames: Frames;
  private readonly onShown: () => void;

  /** `name` begins the names of its sources and layers. */
  constructor(map: MapLibre, name: string, frames: Frames, onShown: () => void) {
    this.map = map;
    this.name = name;
    this.frames = frames;
    this.onShown = onShown;
    map.on('sourcedata', this.check);
    map.on('idle', this.check);
  }

  /** The source that is seen now, and what it shows. */
  get current(): Current | undefined {
    return this.shown && { id: this.shown.id, kind: this.shown.picture.kind, key: this.shown.picture.key };
  }

  /** Whether newer tiles are on their way. */
  get loading(): boolean {
    return this.coming !== undefined;
  }

  /**
   * Shows a picture as soon as its tiles are there. While another is on its way, that
   * is seen first: pictures that follow each other faster than tiles load, as within a
   * drag, would else never be seen at all. Of those that wait, the newest alone is loaded.
   */
  show(picture: Picture): void {
    this.next = undefined;
    const newest = this.coming ?? this.shown;
    if (newest?.picture === picture) return;
    if (newest?.picture.key === picture.key) {
      newest.picture = picture;
      newest.layers = picture.layers(newest.id);
      this.paint(newest);
      return;
    }
    if (this.coming) this.next = picture;
    else {
      this.coming = this.add(picture);
      this.frames.hold(CHANGE_MS);
    }
  }

  /** Shows nothing. */
  clear(): void {
    if (!this.shown && !this.coming) return;
    for (const source of [this.coming, this.shown]) if (source) this.remove(source);
    this.coming = undefined;
    this.next = undefined;
    this.shown = undefined;
    this.frames.draw();
    this.onShown();
  }

  /** The features that are drawn at a point of the canvas, or within `reach` pixels of it, the topmost first. */
  at(x: number, y: number, reach = 0): MapGeoJSONFeature[] {
    return this.query([
      [x - reach, y - reach],
      [x + reach, y + reach],
    ]);
  }

  /** All features that are drawn. */
  drawn(): MapGeoJSONFeature[] {
    return this.query();
  }

  /** The features of a layer of the tiles in view; `value` of the property that identifies them, if only one is wanted. */
  loaded(sourceLayer: string, value?: string): GeoJSONFeature[] {
    if (!this.shown) return [];
    const { id, picture } = this.shown;
    return this.map.querySourceFeatures(id, {
      sourceLayer,
      ...(value !== undefined && { filter: ['==', ['get', IDENTITY[picture.kind]], value] }),
    });
  }

  destroy(): void {
    this.map.off('sourcedata', this.check);
    this.map.off('idle', this.check);
  }

  private query(area?: [PointLike, PointLike]): MapGeoJSONFeature[] {
    const met = this.shown?.layers[0]?.[1].id;
    if (!met || !this.map.getLayer(met)) return [];
    const options = { layers: [met] };
    return area ? this.map.queryRenderedFeatures(area, options) : this.map.queryRenderedFeatures(options);
  }

  private readonly check = () => {
    const come = this.coming;
    if (!come || !this.map.getSource(come.id) || !this.map.isSourceLoaded(come.id)) return;
    const old = this.shown;
    this.shown = come;
    this.coming = this.next && this.add(this.next);
    this.next = undefined;
    this.paint(come);
    if (old) this.remove(old);
    this.frames.draw();
    this.onShown();
  };

  private add(picture: Picture): Shown {
    const id = `${this.name}-${++this.serial}`;
    const { kind, tiles } = picture;
    this.map.addSource(id, {
      type: 'vector',
      url: describe(tiles),
      promoteId: { [kind]: IDENTITY[kind] },
    });
    const layers = picture.layers(id);
    for (const [step, layer] of layers) {
      const unseen = { ...layer, paint: { ...layer.paint, ...hidden(layer) } } as LayerSpecification;
      putIn(this.map, step, unseen);
    }
    return { id, picture, layers };
  }

  /** Gives the layers the looks of their picture; MapLibre leaves alone what is the same. */
  private paint(source: Shown): void {
    const unseen = source === this.coming;
    for (const [, layer] of source.layers) {
      const paint: Record<string, PaintValue> = {
        ...seen(layer),
        ...layer.paint,
        ...(unseen && hidden(layer)),
      };
      for (const [property, value] of Object.entries<PaintValue>(paint))
        this.map.setPaintProperty(layer.id, property as PaintProperty, value);
      for (const [property, value] of Object.entries<LayoutValue>(layer.layout ?? {}))
        this.map.setLayoutProperty(layer.id, property as LayoutProperty, value);
    }
  }

  private remove({ id, layers }: Shown): void {
    removeAll(this.map, layers, id);
  }
}

type PaintProperty = Parameters<MapLibre['setPaintProperty']>[1];
type PaintValue = Parameters<MapLibre['setPaintProperty']>[2];
type LayoutValue = Parameters<MapLibre['setLayoutProperty']>[2];
type LayoutProperty = Parameters<MapLibre['setLayoutProperty']>[1];

function hidden({ type }: LayerSpecification): Record<string, number> {
  return Object.fromEntries((OPACITIES[type] ?? []).map(property => [property, 0]));
}

function seen({ type }: LayerSpecification): Record<string, number> {
  return Object.fromEntries((OPACITIES[type] ?? []).map(property => [property, 1]));
}
