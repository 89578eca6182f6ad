import workerUrl from 'virtual:maplibre-worker-url';
import { Map as MapLibre, type MapMouseEvent, type PointLike, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Found } from '../state/found';
import type { Bounds } from '../state/home';
import type { Selection } from '../state/selection';
import type { Camera } from '../state/view';
import type { Tokens } from '../ui/tokens';
import { NEAREST } from './circle';
import { FoundMark } from './found-mark';
import { type FeatureName, type Ground, GroundLayers } from './ground';
import { emptyStyle } from './style';
import { fillOf, type Picture, SwapSource, TILE_LAYERS } from './swap';

/** What a reader points at: its properties from the tile, and where on the map's canvas. */
export interface Pointed {
  readonly selection: Selection;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly x: number;
  readonly y: number;
  /** Longitude and latitude. */
  readonly place: readonly [number, number];
  /** The key of the picture that it is of. */
  readonly key: string;
  /** In the right third, in the lower third: a note beside it goes to the other side. */
  readonly right: boolean;
  readonly low: boolean;
}

/** What the map shows. What is undefined stays as it is. */
export interface Scene {
  readonly ground: Ground | undefined;
  readonly picture: Picture | undefined;
  readonly selection: Selection | null;
  readonly found: Found | null;
  readonly tokens: Tokens;
}

/** What the map tells. */
export interface Events {
  readonly onSelect: (pointed: Pointed | null) => void;
  readonly onHover: (pointed: Pointed | null) => void;
  /** The camera has come to rest, and the size of the map in zoom levels. */
  readonly onCamera: (camera: Camera) => void;
  /** New tiles are seen, or the camera shows others: what is known of a cell may have changed. */
  readonly onSettled: () => void;
}

/**
 * CityMap is the map: ground, data, outline of the selection. It knows MapLibre
 * and nothing of the page; the page gives it scenes and hears what was clicked.
 */
export class CityMap {
  private readonly map: MapLibre;
  private readonly data: SwapSource;
  private readonly ground: GroundLayers;
  private readonly foundMark: FoundMark;
  private readonly events: Events;
  private scene: Scene | undefined;
  private selected: FeatureName | undefined;
  private hovered: FeatureName | undefined;
  private idle = false;
  private readonly ready: Promise<void>;

  /** Mounts a map that looks at `start`: a camera, or bounds to be seen whole. */
  constructor(container: HTMLElement, start: Camera | Bounds, tokens: Tokens, label: string, events: Events) {
    setWorkerUrl(workerUrl);
    this.events = events;
    this.map = new MapLibre({
      container,
      style: emptyStyle(tokens),
      ...('zoom' in start
        ? { center: [start.lng, start.lat], zoom: start.zoom }
        : { bounds: [...start], fitBoundsOptions: { padding: 24, maxZoom: NEAREST } }),
      minZoom: 5,
      maxZoom: 18,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      rollEnabled: false,
      fadeDuration: reducedMotion() ? 0 : 200,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.getCanvas().setAttribute('aria-label', label);
    this.data = new SwapSource(this.map, () => {
      this.mark();
      this.events.onSettled();
    });
    this.ground = new GroundLayers(this.map);
    this.foundMark = new FoundMark(this.map);
    this.ready = this.whenStyled();
    this.listen();
    events.onCamera(this.camera());
  }

  /** Shows a scene. Scenes that come before the map is ready are shown when it is. */
  update(scene: Scene): void {
    const first = this.scene === undefined;
    this.scene = scene;
    if (first) void this.ready.then(() => this.apply());
    else if (this.map.isStyleLoaded() || this.ground.there) this.apply();
  }

  /** Looks at a camera at once; nothing happens when it is the one in force. */
  jumpTo(camera: Camera): void {
    const now = this.camera();
    const same =
      Math.abs(now.zoom - camera.zoom) < 0.006 && near(now.lat, camera.lat) && near(now.lng, camera.lng);
    if (!same) this.map.jumpTo({ center: [camera.lng, camera.lat], zoom: camera.zoom });
  }

  /** Moves to see bounds whole, but not nearer than `nearest`. */
  fit(bounds: Bounds, nearest = 15): void {
    this.map.fitBounds([...bounds], {
      padding: 48,
      maxZoom: nearest,
      duration: reducedMotion() ? 0 : 700,
    });
  }

  zoomBy(levels: number): void {
    this.map.zoomTo(this.map.getZoom() + levels, { duration: reducedMotion() ? 0 : 200 });
  }

  /** The name on the canvas, in the reader's language. */
  setLabel(label: string): void {
    this.map.getCanvas().setAttribute('aria-label', label);
  }

  /** The properties of a hexagon in the tiles that are seen; undefined when none of them has it. */
  cell(h3: string): Readonly<Record<string, unknown>> | undefined {
    const current = this.data.current;
    if (current?.layer !== 'cells') return undefined;
    const [found] = this.map.querySourceFeatures(current.id, {
      sourceLayer: TILE_LAYERS.cells.sourceLayer,
      filter: ['==', ['get', 'h3'], h3],
    });
    return found?.properties;
  }

  /** The key of the picture that is seen; empty before the first. */
  get shownKey(): string {
    return this.data.current?.key ?? '';
  }

  /** Whether a place is in view. */
  sees(place: readonly [number, number]): boolean {
    return this.map.getBounds().contains([...place]);
  }

  /** What is drawn of the data now, for tests and for the list of what is in view. */
  drawn(): { layer: string; properties: Readonly<Record<string, unknown>> }[] {
    const current = this.data.current;
    if (!current || this.data.loading) return [];
    return this.map
      .queryRenderedFeatures({ layers: [fillOf(current.id)] })
      .map(f => ({ layer: f.sourceLayer ?? '', properties: f.properties }));
  }

  /** Whether everything that was asked for is drawn and nothing moves. */
  get settled(): boolean {
    return this.idle && this.data.current !== undefined && !this.data.loading;
  }

  /** Where a place is on the canvas, in pixels. */
  project(lng: number, lat: number): { x: number; y: number } {
    const { x, y } = this.map.project([lng, lat]);
    return { x, y };
  }

  /** Where the marker of the found place is drawn, for tests. */
  marked(): readonly number[] | undefined {
    return this.foundMark.drawn();
  }

  destroy(): void {
    this.data.destroy();
    this.map.remove();
  }

  private async whenStyled(): Promise<void> {
    // The names are drawn from the bundled font: both of its files must be there first.
    await Promise.allSettled([
      document.fonts.load('24px "Be Vietnam Pro"', 'Aa'),
      document.fonts.load('24px "Be Vietnam Pro"', 'ạđ'),
      this.map.once('load'),
    ]);
  }

  private listen(): void {
    this.map.on('click', event => this.events.onSelect(this.at(event.point)));
    this.map.on('mousemove', event => this.hover(event));
    this.map.on('mouseout', () => this.leave());
    this.map.on('moveend', () => this.events.onCamera(this.camera()));
    this.map.on('idle', () => {
      this.idle = true;
      this.events.onSettled();
    });
    for (const busy of ['dataloading', 'movestart', 'styledata'] as const) {
      this.map.on(busy, () => {
        this.idle = false;
      });
    }
    this.map.getCanvas().addEventListener('keydown', event => {
      if (event.key !== 'Enter') return;
      const { clientWidth, clientHeight } = this.map.getCanvas();
      this.events.onSelect(this.at([clientWidth / 2, clientHeight / 2]));
    });
  }

  private camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { zoom: this.map.getZoom(), lat, lng };
  }

  private apply(): void {
    const { scene } = this;
    if (!scene) return;
    this.ground.show(scene.ground, scene.tokens);
    if (scene.picture) this.data.show(scene.picture);
    this.foundMark.show(scene.found, scene.tokens);
    this.mark();
  }

  /** What lies under a point of the canvas: a hexagon or an area, whichever the data layer shows. */
  private at(point: PointLike): Pointed | null {
    const current = this.data.current;
    if (!current || !this.map.getLayer(fillOf(current.id))) return null;
    const [hit] = this.map.queryRenderedFeatures(point, { layers: [fillOf(current.id)] });
    if (!hit) return null;
    const [x, y] = Array.isArray(point) ? point : [point.x, point.y];
    const { properties } = hit;
    const selection: Selection =
      current.layer === 'cells'
        ? { kind: 'cell', h3: String(properties.h3) }
        : { kind: 'area', set: String(properties.set), code: String(properties.code) };
    const { clientWidth, clientHeight } = this.map.getCanvas();
    const { lng, lat } = this.map.unproject([x, y]);
    return {
      selection,
      properties,
      x,
      y,
      place: [lng, lat],
      key: current.key,
      right: x > (clientWidth * 2) / 3,
      low: y > (clientHeight * 2) / 3,
    };
  }

  private hover(event: MapMouseEvent): void {
    const pointed = this.at(event.point);
    this.map.getCanvas().style.cursor = pointed ? 'pointer' : '';
    this.setHovered(pointed ? this.featureOf(pointed.selection) : undefined);
    this.events.onHover(pointed);
  }

  private leave(): void {
    this.setHovered(undefined);
    this.events.onHover(null);
  }

  private setHovered(feature: FeatureName | undefined): void {
    if (sameFeature(this.hovered, feature)) return;
    this.setState(this.hovered, 'hover', false);
    this.setState(feature, 'hover', true);
    this.hovered = feature;
  }

  /** Gives the outline to what is selected. An area has it on the ground, whatever layer is on. */
  private mark(): void {
    const selection = this.scene?.selection;
    const feature = selection ? this.featureOf(selection) : undefined;
    this.setState(this.selected, 'selected', false);
    this.setState(feature, 'selected', true);
    this.selected = feature;
  }

  private featureOf(selection: Selection): FeatureName | undefined {
    if (selection.kind === 'area') return this.ground.area(selection.set, selection.code);
    const current = this.data.current;
    if (selection.kind !== 'cell' || current?.layer !== 'cells') return undefined;
    return { source: current.id, sourceLayer: 'cells', id: selection.h3 };
  }

  private setState(feature: FeatureName | undefined, state: 'hover' | 'selected', on: boolean): void {
    if (feature && this.map.getSource(feature.source)) this.map.setFeatureState(feature, { [state]: on });
  }
}

function sameFeature(a: FeatureName | undefined, b: FeatureName | undefined): boolean {
  return a?.source === b?.source && a?.id === b?.id;
}

/** Within half a metre or so: what an address keeps of a coordinate. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 6e-6;
}

function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
