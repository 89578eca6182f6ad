import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../../app';
import { type Bounds, reachOf, unionOf } from '../../state/home';
import { worstOf } from '../../state/need';
import { routePath } from '../../state/route';
import type { Scene } from '../../state/scenes';
import { frame } from './places';

/** useFraming shows the area of a page whole when one comes to it without a place on the map. */
export function useFraming(app: App): void {
  useEffect(() => {
    const { view } = app.state;
    // Where the page begins, the map does by itself.
    let framed = routePath(view.peek().page);
    return effect(() => {
      const { page, camera } = view.value;
      const path = routePath(page);
      if (path === framed) return;
      const known = app.queries.home.value?.area;
      // Until the service has said where the area is; or until the reader goes somewhere else.
      if (page.kind === 'area' && !camera && !known) return;
      framed = path;
      if (known && !camera) frame(app, known.bounds);
    });
  }, [app]);
}

/** A few areas close together are still seen with what is around them. */
const NEAREST_SCENE = 12;

/**
 * useSceneFraming shows in each of the wall's scenes what it is about: where nearly all complaints are, or the
 * areas that it names, as far as these lie there. A new revision that names others moves it on, and so
 * does another size of the screen.
 */
export function useSceneFraming(app: App, size: number): void {
  const { scene } = app.state.view.value;
  const bounds = app.queries.ranking.data.value && boundsOf(app, scene);
  const key = bounds ? `${scene} ${bounds} ${size}` : undefined;
  const map = app.map.value;
  useEffect(() => {
    if (bounds) map?.fit(bounds, NEAREST_SCENE);
  }, [map, key]);
}

function boundsOf({ state, queries, locale }: App, scene: Scene): Bounds {
  const { city, targets } = state.meta.value;
  const areas = queries.ranking.data.value?.areas ?? [];
  const reach = reachOf(areas, city.bounds as unknown as Bounds);
  if (scene !== 'worst') return reach;
  const near = worstOf(areas, targets, locale.value.name)
    .map(({ area }) => area.bounds as unknown as Bounds)
    .filter(within(reach));
  return near.length > 0 ? unionOf(near) : reach;
}

function within(reach: Bounds): (b: Bounds) => boolean {
  return ([west, south, east, north]) =>
    west >= reach[0] && south >= reach[1] && east <= reach[2] && north <= reach[3];
}
