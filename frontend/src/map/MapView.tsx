import { effect, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type App, type CellFigures, useApp, useLocale } from '../app';
import { type Bounds, heartOf, reachOf } from '../state/home';
import { once } from '../state/once';
import type { Camera } from '../state/view';
import { Message } from '../ui/StateMessage';
import { Attribution } from './Attribution';
import { measuresOfTile } from './cells';
import { around } from './circle';
import type { CityMap } from './city-map';
import type { Events } from './mount';
import type { Pointed } from './pointing';
import { createScene } from './scene';
import { forget, hovered, middle, truncated } from './told';

/** MapView mounts the map and gives it every new scene. */
export function MapView() {
  const app = useApp();
  const { t } = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const possible = useSignal(true);
  const scene = useMemo(() => createScene(app), [app]);

  useEffect(() => {
    let ended = false;
    let mounted: CityMap | undefined;
    void Promise.all([import('./city-map'), startOf(app)]).then(([{ mountMap }, start]) => {
      if (ended || !box.current) return;
      mounted = mountMap({
        container: box.current,
        start,
        clear: app.state.view.peek().page.kind === 'area',
        tokens: scene.peek().tokens,
        label: t('map.label'),
        events: eventsOf(app, () => mounted),
      });
      if (mounted) app.map.value = mounted;
      else doWithout();
    });
    const doWithout = () => {
      possible.value = false;
      app.settle();
      const { view, meta } = app.state;
      const camera = view.peek().camera ?? middleOf(meta.peek().city.bounds as unknown as Bounds);
      app.state.look({ camera });
    };
    return () => {
      ended = true;
      app.map.value = null;
      mounted?.destroy();
      forget();
    };
  }, [app]);

  // Of the view the camera alone: a map that flies must not be put back by whatever else changes.
  const camera = useComputed(() => app.state.view.value.camera);

  useSignalEffect(() => app.map.value?.update(scene.value));
  // An effect of a component waits for a frame; whoever prints does not.
  useEffect(
    () =>
      effect(() => {
        if (app.printing.value) app.map.peek()?.update(scene.peek());
      }),
    [app],
  );
  useSignalEffect(() => {
    if (camera.value) app.map.value?.jumpTo(camera.value);
  });
  useSignalEffect(() => {
    if (app.queries.tiles.fault.value) app.settle();
  });
  useEffect(() => app.map.peek()?.setLabel(t('map.label')), [t]);

  return (
    <>
      <div ref={box} class="map" data-loading={app.queries.tiles.loading.value} />
      {possible.value && <Attribution />}
      {!possible.value && (
        <div class="no-map">
          <Message title={t('map.noWebgl')} role="status">
            <p>{t('map.noWebgl.why')}</p>
          </Message>
        </div>
      )}
    </>
  );
}

/** Where the map begins: where the address says, else where the complaints are. */
function startOf({ state, queries }: App): Promise<Camera | Bounds> {
  const { camera, found } = state.view.peek();
  if (camera) return Promise.resolve(camera);
  if (found) return Promise.resolve(around(found));
  const city = state.meta.peek().city.bounds as unknown as Bounds;
  return once<Bounds>(() => {
    if (state.view.value.page.kind === 'area') {
      const bounds = queries.home.value?.area.bounds;
      // The area is shown where the legend does not lie on it: that must be there first.
      const legend = queries.tiles.data.value ?? queries.tiles.fault.value;
      if (bounds && legend) return bounds as unknown as Bounds;
      if (!queries.homeFault.value) return undefined;
    }
    const known = queries.ranking.data.value;
    // Nobody moves the wall's map: what it does not show is not seen.
    const sought = state.view.value.page.kind === 'wall' ? reachOf : heartOf;
    if (known) return sought(known.areas, city);
    return queries.ranking.fault.value || !state.areas.value ? city : undefined;
  });
}

/** Without a map an address still says where one would look: it is no first visit then. */
function middleOf(bounds: Bounds): Camera {
  return { zoom: 9, lat: (bounds[1] + bounds[3]) / 2, lng: (bounds[0] + bounds[2]) / 2 };
}

function eventsOf(app: App, map: () => CityMap | undefined): Events {
  const { state } = app;
  return {
    onSelect: pointed => {
      const selection = pointed?.selection ?? null;
      if (pointed && selection?.kind === 'cell')
        app.cell.value = figuresOfPointed(pointed, selection.h3, map());
      state.select(selection);
    },
    onHover: pointed => {
      hovered.value = pointed;
    },
    onMiddle: pointed => {
      middle.value = pointed === undefined ? null : { pointed };
    },
    onCamera: camera => {
      app.tileZoom.value = Math.floor(camera.zoom);
      state.look({ camera });
    },
    onSettled: () => {
      const { selection } = state.view.peek();
      const mounted = map();
      truncated.value = mounted?.truncated;
      if (mounted?.shownKey) afterFrame(app.settle);
      if (selection?.kind === 'cell' && mounted)
        app.cell.value = figuresOf(mounted, selection.h3, app.cell.peek());
    },
  };
}

/** A hexagon that was clicked has its figures at hand; on the left one of two maps they are of another time. */
function figuresOfPointed(pointed: Pointed, h3: string, map: CityMap | undefined): CellFigures {
  const { properties, place, key } = pointed;
  if (pointed.before && map) return { ...figuresOf(map, h3, null), place };
  return { h3, measures: measuresOfTile(properties), place, key };
}

/**
 * What is known of a hexagon: what the tiles in view say, else what they said
 * before the map moved on, unless the question has changed since.
 */
function figuresOf(map: CityMap, h3: string, before: CellFigures | null): CellFigures {
  const key = map.shownKey;
  const properties = map.cell(h3);
  const known = before?.h3 === h3 ? before : undefined;
  if (properties) return { h3, key, place: known?.place, measures: measuresOfTile(properties) };
  if (known && known.key === key) return known;
  return { h3, key, place: known?.place, measures: undefined };
}

/** Calls back when what has been decided by now is on the screen. */
function afterFrame(then: () => void): void {
  requestAnimationFrame(() => setTimeout(then));
}
