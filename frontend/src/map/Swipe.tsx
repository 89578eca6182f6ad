import { effect, type Signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type App, useApp, useLocale } from '../app';
import { comparedWindow, modeInForce } from '../state/comparison';
import type { CityMap } from './city-map';
import { SwipeEdge } from './SwipeEdge';
import { createScene } from './scene';

/** Swipe lays the compared window over the left side of the map, while both are wanted side by side. */
export function Swipe() {
  const { state, map } = useApp();
  return modeInForce(state) === 'swipe' && map.value ? <Pair main={map.value} /> : null;
}

/** The second map is there as long as this is. */
function Pair({ main }: { main: CityMap }) {
  const app = useApp();
  const { t, format } = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const split = useSignal(app.state.view.peek().split);
  const drawn = useSignal(false);
  // Computed by itself: the camera must not put back an edge that is being dragged.
  const settled = useComputed(() => app.state.view.value.split);
  useSignalEffect(() => {
    split.value = settled.value;
  });
  useEffect(() => {
    const container = box.current;
    return container ? mountLeft(app, main, { container, split, drawn }) : undefined;
  }, [app, main]);

  const { from, to } = app.state.asked.value;
  const then = comparedWindow(app.state);
  return (
    <div class="swipe" style={{ '--edge': `${split.value}%` }} data-drawn={drawn.value}>
      <div ref={box} class="map" />
      <SwipeEdge split={split} onMoved={value => app.state.look({ split: value })}>
        {then && (
          <p class="swipe-side" data-side="before">
            <b>{t('swipe.before')}</b> {format.days(then.from, then.to)}
          </p>
        )}
        {from && to && (
          <p class="swipe-side" data-side="now">
            <b>{t('swipe.now')}</b> {format.days(from, to)}
          </p>
        )}
      </SwipeEdge>
    </div>
  );
}

interface Left {
  readonly container: HTMLElement;
  readonly split: Signal<number>;
  /** Whether there is something to be seen: until then the main map is whole. */
  readonly drawn: Signal<boolean>;
}

/** Mounts the map of the compared window beside the main one, which moves it. Gives the end. */
function mountLeft(app: App, main: CityMap, { container, split, drawn }: Left): () => void {
  const scene = createScene(app, 'before');
  const ends: (() => void)[] = [];
  let ended = false;
  void import('./city-map').then(({ mountMap }) => {
    const start = app.state.view.peek().camera;
    if (ended || !start) return;
    const left = mountMap({ container, start, tokens: scene.peek().tokens, label: '', events: undefined });
    if (!left) return;
    ends.push(
      main.pair(left, () => (split.peek() / 100) * container.clientWidth),
      effect(() => left.update(scene.value)),
      () => left.destroy(),
    );
    void left.whenDrawn().then(() => {
      drawn.value = true;
    });
  });
  return () => {
    ended = true;
    for (const end of ends) end();
  };
}
