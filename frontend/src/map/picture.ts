import type { Map as MapLibre } from 'maplibre-gl';

/**
 * copyMap draws a map once more, with so many dots to a pixel of the page, and
 * copies it into a canvas. All of it happens before this returns: the map keeps
 * no picture of itself (that would slow every frame down), and printing does not wait.
 */
export function copyMap(map: MapLibre, into: HTMLCanvasElement, ratio: number): void {
  const before = map.getPixelRatio();
  map.setPixelRatio(ratio);
  map.redraw();
  const drawn = map.getCanvas();
  into.width = drawn.width;
  into.height = drawn.height;
  into.getContext('2d')?.drawImage(drawn, 0, 0);
  map.setPixelRatio(before);
  map.redraw();
}
