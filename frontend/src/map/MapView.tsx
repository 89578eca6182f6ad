import { effect, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type App, type CellFigures, useApp, useLocale } from '../app';
import { type Bounds, heartOf } from '../state/home';
import type { Camera } from '../state/view';
import { Message } from '../ui/StateMessage';
import { readTokens, type Tokens } from '../ui/tokens';
import { measuresOfTile } from './cells';
import { around } from './circle';
import type { CityMap, Events } from './city-map';
import type { Ground } from './ground';
import { hovered } from './HoverCard';
import { areaBreaks, areaColour, cellBreaks, cellColour } from './scale';
import type { Picture } from './swap';

/** MapView mounts the map and gives it every new scene. */
export function MapView() {
  const app = useApp();
  const { t } = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const possible = useSignal(true);

  useEffect(() => {
    if (!hasWebGL()) {
      possible.value = false;
      const { view, meta } = app.state;
      const camera = view.peek().camera ?? middleOf(meta.peek().city.bounds as unknown as Bounds);
      app.state.look({ camera });
      return;
    }
    let ended = false;
    let mounted: CityMap | undefined;
    void Promise.all([import('./city-map'), startOf(app)]).then(([{ CityMap }, start]) => {
      if (ended || !box.current) return;
      mounted = new CityMap(
        box.current,
        start,
        tokens(),
        t('map.label'),
        eventsOf(app, () => mounted),
      );
      app.map.value = mounted;
    });
    return () => {
      ended = true;
      app.map.value = null;
      mounted?.destroy();
    };
  }, [app]);

  useSignalEffect(() => {
    const map = app.map.value;
    const scene = sceneOf(app, tokens());
    map?.update(scene);
  });
  useSignalEffect(() => {
    const { camera } = app.state.view.value;
    if (camera) app.map.value?.jumpTo(camera);
  });
  useEffect(() => app.map.peek()?.setLabel(t('map.label')), [t]);

  return (
    <>
      <div ref={box} class="map" data-loading={app.queries.tiles.loading.value} />
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
  return new Promise<Bounds>(resolve => {
    effect(() => {
      const known = queries.ranking.data.value;
      if (known) resolve(heartOf(known.areas, city));
      else if (queries.ranking.fault.value || !state.areas.value) resolve(city);
    });
  });
}

/** Without a map an address still says where one would look: it is no first visit then. */
function middleOf(bounds: Bounds): Camera {
  return { zoom: 9, lat: (bounds[1] + bounds[3]) / 2, lng: (bounds[0] + bounds[2]) / 2 };
}

function tokens(): Tokens {
  return readTokens(document.documentElement);
}

/** Everything the map shows, from the signals; whoever calls it in an effect follows them all. */
function sceneOf(app: App, colours: Tokens) {
  const { state, queries, theme } = app;
  const { measure, selection, found } = state.view.value;
  const shade = theme.value;
  const answer = queries.tiles.data.value;
  let picture: Picture | undefined;
  if (answer) {
    const { layer, tiles, key } = answer;
    const colour =
      layer === 'cells'
        ? cellColour(cellBreaks(tiles, measure), measure, shade, colours['no-data'])
        : areaColour(areaBreaks(tiles, measure), measure, shade, colours['no-data']);
    picture = { key, layer, tiles, colour, hairline: colours.land, outline: colours.outline };
  }
  return { ground: groundOf(app), picture, selection, found, tokens: colours };
}

function groundOf({ state }: App): Ground | undefined {
  const areas = state.areas.value;
  if (!areas) return undefined;
  const { set, level } = areas;
  const url = new URL(`/tiles/v1/areas/${set.code}/${level.code}.json`, window.location.origin);
  return { set: set.code, level: level.code, url: url.href };
}

function eventsOf(app: App, map: () => CityMap | undefined): Events {
  const { state } = app;
  return {
    onSelect: pointed => {
      const selection = pointed?.selection ?? null;
      if (pointed && selection?.kind === 'cell') {
        const { properties, place, key } = pointed;
        app.cell.value = { h3: selection.h3, measures: measuresOfTile(properties), place, key };
      }
      state.select(selection);
    },
    onHover: pointed => {
      hovered.value = pointed;
    },
    onCamera: camera => {
      app.tileZoom.value = Math.floor(camera.zoom);
      state.look({ camera });
    },
    onSettled: () => {
      const { selection } = state.view.peek();
      const mounted = map();
      if (selection?.kind === 'cell' && mounted)
        app.cell.value = figuresOf(mounted, selection.h3, app.cell.peek());
    },
  };
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

function hasWebGL(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null;
  } catch {
    return false;
  }
}
