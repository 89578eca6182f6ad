import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../../app';
import { routePath } from '../../state/route';
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
