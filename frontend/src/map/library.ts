import workerUrl from 'virtual:maplibre-worker-url';
import { Map as MapLibre, type PaddingOptions, prewarm, setWorkerUrl } from 'maplibre-gl';
import type { Bounds } from '../state/home';
import type { Camera } from '../state/view';
import type { Tokens } from '../ui/tokens';
import { NEAREST } from './circle';
import { emptyStyle } from './style';

// A build takes the worker that has begun with the page.
if (import.meta.env.DEV) setWorkerUrl(workerUrl);
prewarm();

/** What a map shows first: a camera, or bounds with some room around them. */
export interface Start {
  readonly start: Camera | Bounds;
  readonly padding: number | PaddingOptions;
}

/** createMap mounts a map that shows water; one that does not move has no keys and no pointer either. */
export function createMap(
  container: HTMLElement,
  { start, padding }: Start,
  tokens: Tokens,
  moves: boolean,
): MapLibre {
  const map = new MapLibre({
    container,
    ...('zoom' in start
      ? { center: [start.lng, start.lat], zoom: start.zoom }
      : { bounds: [...start], fitBoundsOptions: { padding, maxZoom: NEAREST } }),
    minZoom: 5,
    maxZoom: 18,
    interactive: moves,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    rollEnabled: false,
    fadeDuration: reducedMotion() ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  // A style that the map begins with is read in the next frame, one that it goes over to at once.
  const style = emptyStyle(tokens);
  for (const layer of style.layers) map.addLayer(layer);
  map.setStyle(style, { validate: false });
  return map;
}

/** reducedMotion is whether the reader's system asks for less motion. */
export function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
