import type { Bounds } from '../state/home';
import { clearInsets, type Insets, isClear, type Rect } from './clear';

/** What lies on the map and hides what is below it. */
const LIES_ON = '.map-top > *, .legend, .map-buttons, .list-open, .unfold, .filters, .figures';

/** What is seen whole has so much around it, where there is room. */
const MARGIN = 24;

/** clearPadding is what to leave out of a map for bounds to be seen whole with nothing lying on them. */
export function clearPadding(map: HTMLElement, [west, south, east, north]: Bounds): Insets {
  const size = sizeOf(map);
  const aspect = (east - west) / (mercator(north) - mercator(south));
  const insets = clearInsets(size, coversOf(map), aspect);
  const room = Math.min(size.width - insets.left - insets.right, size.height - insets.top - insets.bottom);
  const margin = Math.min(MARGIN, room / 8);
  return {
    left: insets.left + margin,
    top: insets.top + margin,
    right: insets.right + margin,
    bottom: insets.bottom + margin,
  };
}

/** isUncovered is whether a point of a map, in its own pixels, is on it and under nothing. */
export function isUncovered(map: HTMLElement, point: { readonly x: number; readonly y: number }): boolean {
  return isClear(sizeOf(map), coversOf(map), point);
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): { width: number; height: number } {
  return { width: clientWidth, height: clientHeight };
}

/** What lies on a map, in its own pixels: one that the page enlarges (the wall) has fewer of them than the screen. */
function coversOf(map: HTMLElement): Rect[] {
  const box = map.getBoundingClientRect();
  const scale = box.width / map.clientWidth || 1;
  const page = map.closest('.page, .wall');
  return [...(page?.querySelectorAll(LIES_ON) ?? [])].map(element => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return {
      left: (left - box.left) / scale,
      top: (top - box.top) / scale,
      right: (right - box.left) / scale,
      bottom: (bottom - box.top) / scale,
    };
  });
}

/** How far north a latitude is on the map, in degrees of longitude. */
function mercator(lat: number): number {
  const radians = (lat * Math.PI) / 180;
  return (Math.log(Math.tan(Math.PI / 4 + radians / 2)) * 180) / Math.PI;
}
