import { GPUInitializationError, type MapGeoJSONFeature, type Map as MapLibre } from 'maplibre-gl';
import type { Bounds } from '../state/home';
import type { Camera } from '../state/view';
import { ComplaintMark } from './complaint-mark';
import { clearPadding, isUncovered } from './covers';
import { FoundMark } from './found-mark';
import { Frames } from './frames';
import { GroundLayers } from './ground';
import { Keyboard } from './keyboard';
import { createMap, reducedMotion } from './library';
import type { Drawn, Events, Mount, Scene } from './mount';
import { copyMap } from './picture';
import { type Pointed, Pointing } from './pointing';
import { RankMarks } from './rank-marks';
import { SwapSource } from './swap';

/** What is around bounds that may lie anywhere on the map, in pixels. */
const MARGIN = 24;

/** For so long nothing is drawn while the first tiles are on their way: land without data is nothing to look at. */
const FIRST_MS = 1_000;

/** mountMap gives the map; undefined, and an empty container, where the browser cannot draw it. */
export function mountMap(mount: Mount): CityMap | undefined {
  try {
    return new CityMap(mount);
  } catch (error) {
    if (!(error instanceof GPUInitializationError)) throw error;
    return undefined;
  }
}

/**
 * CityMap is the map: ground, data, outline of the selection. It knows MapLibre
 * and nothing of the page; the page gives it scenes and hears what was clicked.
 */
export class CityMap {
  private readonly map: MapLibre;
  private readonly fill: SwapSource;
  private readonly points: SwapSource;
  private readonly ground: GroundLayers;
  private readonly pointing: Pointing;
  private readonly foundMark: FoundMark;
  private readonly complaintMark: ComplaintMark;
  private readonly rankMarks: RankMarks;
  private readonly events: Events | undefined;
  private scene: Scene | undefined;
  private twin: { map: CityMap; edge: () => number } | undefined;
  private idle = false;
  private ready = false;

  constructor({ container, start, clear, tokens, label, events }: Mount) {
    this.events = events;
    const padding = clear && !('zoom' in start) ? clearPadding(container, start) : MARGIN;
    this.map = createMap(container, { start, padding }, tokens, events !== undefined);
    this.setLabel(label);
    const frames = new Frames(this.map);
    frames.hold(FIRST_MS);
    const shown = () => this.settle();
    this.fill = new SwapSource(this.map, 'data', frames, shown);
    this.points = new SwapSource(this.map, 'points', frames, shown);
    this.ground = new GroundLayers(this.map);
    this.pointing = new Pointing(this.map, { ground: this.ground, fill: this.fill, points: this.points });
    this.foundMark = new FoundMark(this.map);
    this.complaintMark = new ComplaintMark(this.map);
    this.rankMarks = new RankMarks(this.map);
    void fonts().then(() => {
      this.ready = true;
      this.apply();
    });
    this.watch();
    if (events) this.listen(events);
  }

  /** Shows a scene. Scenes that come before the map is ready are shown when it is. */
  update(scene: Scene): void {
    this.scene = scene;
    if (this.ready) this.apply();
  }

  /** Looks at a camera at once; nothing happens when it is the one in force. */
  jumpTo(camera: Camera): void {
    const now = this.camera();
    const same =
      Math.abs(now.zoom - camera.zoom) < 0.006 && near(now.lat, camera.lat) && near(now.lng, camera.lng);
    if (!same) this.map.jumpTo({ center: [camera.lng, camera.lat], zoom: camera.zoom });
  }

  /** Moves to see bounds whole, but not nearer than `nearest`, where nothing lies on the map. */
  fit(bounds: Bounds, nearest = 15): void {
    this.map.fitBounds([...bounds], {
      padding: clearPadding(this.map.getContainer(), bounds),
      maxZoom: nearest,
      duration: reducedMotion() ? 0 : 700,
    });
  }

  zoomBy(levels: number): void {
    this.map.zoomTo(this.map.getZoom() + levels, { duration: reducedMotion() ? 0 : 200 });
  }

  /** The name on the canvas, in the reader's language. */
  setLabel(label: string): void {
    const canvas = this.map.getCanvas();
    if (label) canvas.setAttribute('aria-label', label);
    else canvas.setAttribute('aria-hidden', 'true');
  }

  /**
   * Shows another map beside this one: it follows this camera, and what is left
   * of the edge, in pixels, is pointed at on it. Gives the end.
   */
  pair(map: CityMap, edge: () => number): () => void {
    const follow = () => map.follow(this.map);
    this.twin = { map, edge };
    this.map.on('move', follow);
    follow();
    return () => {
      this.map.off('move', follow);
      this.twin = undefined;
    };
  }

  /** The map on the left side, while there are two. */
  get left(): CityMap | undefined {
    return this.twin?.map;
  }

  /** The properties of a hexagon in the tiles that are seen; undefined when none of them has it. */
  cell(h3: string): Readonly<Record<string, unknown>> | undefined {
    return this.fill.current?.kind === 'cells' ? this.fill.loaded('cells', h3)[0]?.properties : undefined;
  }

  /** How many complaints are drawn where there are more of them than a tile holds; undefined where all are drawn. */
  get truncated(): number | undefined {
    const shown = this.points.loaded('truncated').map(f => Number(f.properties.shown));
    return shown.length > 0 ? Math.max(...shown) : undefined;
  }

  /** The key of the picture that is seen; empty before the first. */
  get shownKey(): string {
    return this.fill.current?.key ?? '';
  }

  /** Whether a place is in view. */
  sees(place: readonly [number, number]): boolean {
    return this.map.getBounds().contains([...place]);
  }

  /** Whether a place is in view, and neither the legend nor anything else lies on it. */
  seesClearly(place: readonly [number, number]): boolean {
    return isUncovered(this.map.getContainer(), this.map.project([...place]));
  }

  /** What is drawn of the data now, for tests and for the list of what is in view. */
  drawn(): Drawn[] {
    return this.fill.loading ? [] : this.fill.drawn().map(drawnOf);
  }

  /** How many hexagons or areas are to be seen at this moment: the old ones while newer are on their way. For tests. */
  get inSight(): number {
    return this.fill.drawn().length;
  }

  /** The single complaints that are drawn now, for tests. */
  drawnPoints(): Drawn[] {
    return this.points.loading ? [] : this.points.drawn().map(drawnOf);
  }

  /** Waits until all that was asked for is drawn. */
  whenDrawn(): Promise<void> {
    return new Promise(resolve => {
      const check = () => {
        if (!this.settled) return;
        this.map.off('idle', check);
        resolve();
      };
      this.map.on('idle', check);
      check();
    });
  }

  /** The names of its layers, from below, for tests. */
  get order(): string[] {
    return this.map.getLayersOrder();
  }

  /** What is drawn around the data and below it, for tests. */
  drawnAround(): { base: string[]; features: Drawn[] } {
    return { base: this.ground.baseLayers(), features: this.ground.drawn() };
  }

  /** Whether everything that was asked for is drawn and nothing moves. */
  get settled(): boolean {
    const still = this.idle && this.fill.current !== undefined && !this.fill.loading && !this.points.loading;
    return still && this.twin?.map.settled !== false;
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

  /** The numbers of areas that are drawn, for tests. */
  ranksDrawn(): number[] {
    return this.rankMarks.drawn();
  }

  /** Keeps the size that it has, whatever becomes of the page around it: paper has another. Gives the end. */
  holdSize(): () => void {
    const { style } = this.map.getContainer();
    const { width, height } = this.map.getCanvas().style;
    Object.assign(style, { width, height });
    return () => Object.assign(style, { width: '', height: '' });
  }

  /** Copies the map as it is seen into a canvas, with so many dots to a pixel of the page. */
  copyInto(canvas: HTMLCanvasElement, ratio: number): void {
    copyMap(this.map, canvas, ratio);
  }

  /** Draws so many dots to a pixel of the page: more than one where the page enlarges the map. */
  sharpen(ratio: number): void {
    this.map.setPixelRatio(ratio);
  }

  /** What is drawn of the chosen complaint and its neighbours, for tests. */
  complaintDrawn(): { point: boolean; neighbours: number } {
    return this.complaintMark.drawn();
  }

  destroy(): void {
    this.fill.destroy();
    this.points.destroy();
    this.map.remove();
  }

  private watch(): void {
    this.map.on('idle', () => {
      this.idle = true;
      this.events?.onSettled();
    });
    for (const busy of ['dataloading', 'movestart', 'styledata'] as const) {
      this.map.on(busy, () => {
        this.idle = false;
      });
    }
  }

  private listen(events: Events): void {
    this.map.on('click', ({ point }) => events.onSelect(this.at(point.x, point.y)));
    this.map.on('mousemove', ({ point }) => this.hover(this.at(point.x, point.y)));
    this.map.on('mouseout', () => this.hover(null));
    this.map.on('moveend', () => events.onCamera(this.camera()));
    new Keyboard(this.map, {
      onMiddle: (x, y) => events.onMiddle(this.at(x, y)),
      onLeave: () => events.onMiddle(undefined),
      onEnter: (x, y) => events.onSelect(this.at(x, y)),
    });
    events.onCamera(this.camera());
  }

  private camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { zoom: this.map.getZoom(), lat, lng };
  }

  /** Drawn at once, not with the next picture: two maps that are one picture apart would shake. */
  private follow(leader: MapLibre): void {
    this.map.jumpTo({ center: leader.getCenter(), zoom: leader.getZoom() });
    this.map.redraw();
  }

  private apply(): void {
    const { scene } = this;
    if (!scene) return;
    // Until all of it is seen: new colours take a while, and nothing else tells of them.
    this.idle = false;
    this.map.triggerRepaint();
    // The data first: the worker makes tiles drawable in the order in which they are asked for.
    if (scene.picture) this.fill.show(scene.picture);
    this.ground.show(scene.ground, scene.outlined, scene.tokens);
    if (scene.points) this.points.show(scene.points);
    else if (scene.points === null) this.points.clear();
    this.complaintMark.show(scene.complaint, scene.tokens);
    this.foundMark.show(scene.found, scene.tokens);
    this.rankMarks.show(scene.ranked, scene.tokens);
    this.pointing.select(scene.selection);
  }

  private settle(): void {
    this.pointing.select(this.scene?.selection ?? null);
    this.events?.onSettled();
  }

  private at(x: number, y: number): Pointed | null {
    const { twin } = this;
    if (!twin || x >= twin.edge()) return this.pointing.at(x, y);
    const pointed = twin.map.pointing.at(x, y);
    return pointed && { ...pointed, before: true };
  }

  private hover(pointed: Pointed | null): void {
    this.map.getCanvas().style.cursor = pointed ? 'pointer' : '';
    this.pointing.hover(pointed?.before ? null : pointed);
    this.twin?.map.pointing.hover(pointed?.before ? pointed : null);
    this.events?.onHover(pointed);
  }
}

/** The names are drawn from the bundled font: both of its files must be there first. */
async function fonts(): Promise<void> {
  const load = (text: string) => document.fonts.load('24px "Be Vietnam Pro"', text);
  await Promise.allSettled([load('Aa'), load('ạđ')]);
}

function drawnOf({ sourceLayer = '', properties, layer }: MapGeoJSONFeature): Drawn {
  return {
    layer: sourceLayer,
    properties,
    colour: String(layer.type === 'fill' ? layer.paint?.['fill-color'] : ''),
  };
}

/** Within half a metre or so: what an address keeps of a coordinate. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 6e-6;
}
