import type { MapGeoJSONFeature, Map as MapLibre } from 'maplibre-gl';
import type { Selection } from '../state/selection';
import type { FeatureName, GroundLayers } from './ground';
import { OUTLINED } from './style';
import type { SwapSource } from './swap';

/** What a reader points at: its properties from the tile, and where on the map's canvas. */
export interface Pointed {
  readonly selection: Selection;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Complaints that lie under the same pixel, besides this one. */
  readonly others: number;
  readonly x: number;
  readonly y: number;
  /** Longitude and latitude. */
  readonly place: readonly [number, number];
  /** The key of the picture that it is of. */
  readonly key: string;
  /** In the right third, in the lower third: a note beside it goes to the other side. */
  readonly right: boolean;
  readonly low: boolean;
  /** It is of the compared window: the left one of two maps. */
  readonly before?: boolean;
}

/** The layers that can be pointed at. */
export interface Layers {
  readonly ground: GroundLayers;
  readonly fill: SwapSource;
  readonly points: SwapSource;
}

/** How near to a point, in pixels, counts as on it: a finger is no needle. */
const REACH = 3;

/**
 * Pointing finds what lies under a place of the canvas and keeps the outlines of
 * what is pointed at and of what is selected.
 */
export class Pointing {
  private readonly map: MapLibre;
  private readonly layers: Layers;
  private selected: FeatureName | undefined;
  private hovered: FeatureName | undefined;
  private outlined = false;

  constructor(map: MapLibre, layers: Layers) {
    this.map = map;
    this.layers = layers;
  }

  /** What lies at a place of the canvas: a complaint, else the hexagon or area. */
  at(x: number, y: number): Pointed | null {
    return this.point(x, y) ?? this.surface(x, y);
  }

  /** Outlines what is pointed at. */
  hover(pointed: Pointed | null): void {
    const feature = pointed ? this.featureOf(pointed.selection) : undefined;
    if (same(this.hovered, feature)) return;
    this.setState(this.hovered, 'hover', false);
    this.setState(feature, 'hover', true);
    this.hovered = feature;
    this.outline();
  }

  /** Outlines what is selected; again after every change of the layers. */
  select(selection: Selection | null): void {
    const feature = selection ? this.featureOf(selection) : undefined;
    this.setState(this.selected, 'selected', false);
    this.setState(feature, 'selected', true);
    this.selected = feature;
    this.outline();
  }

  private point(x: number, y: number): Pointed | null {
    const { current } = this.layers.points;
    const hits = this.layers.points.at(x, y, REACH);
    const [top] = hits;
    if (!current || !top) return null;
    const selection: Selection = { kind: 'complaint', id: String(top.properties.id) };
    // A complaint in the border of a tile is in both.
    const others = new Set(hits.map(h => h.id)).size - 1;
    return { ...this.where(x, y), selection, properties: top.properties, others, key: current.key };
  }

  private surface(x: number, y: number): Pointed | null {
    const { current } = this.layers.fill;
    const [hit] = this.layers.fill.at(x, y);
    if (!current || !hit) return null;
    const { properties } = hit;
    return { ...this.where(x, y), selection: selectionOf(hit), properties, others: 0, key: current.key };
  }

  private where(x: number, y: number): Pick<Pointed, 'x' | 'y' | 'place' | 'right' | 'low'> {
    const { clientWidth, clientHeight } = this.map.getCanvas();
    const { lng, lat } = this.map.unproject([x, y]);
    return { x, y, place: [lng, lat], right: x > (clientWidth * 2) / 3, low: y > (clientHeight * 2) / 3 };
  }

  /** An area has its outline on the ground, whatever layer is on. */
  private featureOf(selection: Selection): FeatureName | undefined {
    const { ground, fill, points } = this.layers;
    switch (selection.kind) {
      case 'area':
        return ground.area(selection.set, selection.code);
      case 'cell':
        return of(fill, 'cells', selection.h3);
      case 'complaint':
        return of(points, 'complaints', Number(selection.id));
      default:
        return undefined;
    }
  }

  /** Lets outlines be drawn while there are any. */
  private outline(): void {
    const outlined = (this.hovered ?? this.selected) !== undefined;
    if (outlined !== this.outlined) this.map.setGlobalStateProperty(OUTLINED, outlined);
    this.outlined = outlined;
  }

  private setState(feature: FeatureName | undefined, state: 'hover' | 'selected', on: boolean): void {
    if (feature && this.map.getSource(feature.source)) this.map.setFeatureState(feature, { [state]: on });
  }
}

function selectionOf({ sourceLayer, properties }: MapGeoJSONFeature): Selection {
  return sourceLayer === 'cells'
    ? { kind: 'cell', h3: String(properties.h3) }
    : { kind: 'area', set: String(properties.set), code: String(properties.code) };
}

function of({ current }: SwapSource, kind: string, id: string | number): FeatureName | undefined {
  return current?.kind === kind ? { source: current.id, sourceLayer: kind, id } : undefined;
}

function same(a: FeatureName | undefined, b: FeatureName | undefined): boolean {
  return a?.source === b?.source && a?.id === b?.id;
}
