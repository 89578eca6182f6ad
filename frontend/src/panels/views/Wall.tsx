import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type App, useApp, useLocale } from '../../app';
import { Legend } from '../../map/Legend';
import { MapView } from '../../map/MapView';
import { SCENES, type Scene } from '../../state/scenes';
import { Logo } from '../../ui/Icon';
import { useSceneFraming } from './framing';
import { useNote } from './Notes';
import { useLivingWindow, useNewJudgement, useRotation } from './rotation';
import { WallScene } from './WallScene';

/** Wall is the page for a big screen in a room: large, live, without controls, one scene after another. */
export function Wall() {
  const app = useApp();
  const paused = useRotation(app);
  useLivingWindow(app);
  useNewJudgement(app);
  const enlarge = useEnlarged(app);
  useSceneFraming(app, enlarge);
  const { scene } = app.state.view.value;
  return (
    <div class="wall" data-scene={scene} data-paused={paused.value}>
      <WallBar paused={paused.value} />
      <div class="wall-map" inert style={{ '--enlarge': enlarge }}>
        <MapView />
      </div>
      <WallLegend scene={scene} />
      <main class="wall-side" key={scene}>
        <WallScene scene={scene} />
      </main>
      <WallSteps />
    </div>
  );
}

/** What the colours mean, and which complaints the map is of: below the map, so that nothing lies on it. */
function WallLegend({ scene }: { scene: Scene }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const what = scene === 'waiting' ? t('wall.waiting.when') : format.period(state.asked.value);
  return (
    <footer class="wall-legend" inert>
      <Legend form="row" />
      <p class="wall-map-of quiet">{t('wall.map', { what })}</p>
    </footer>
  );
}

/** The height of a screen on which the map is drawn as it is; on a larger one it is enlarged. */
const PLAIN_HEIGHT = 720;

/** useEnlarged is how much the map is enlarged, and keeps it sharp: names must be read from afar. */
function useEnlarged({ map }: App): number {
  const enlarge = useSignal(1);
  useEffect(() => {
    const measure = () => {
      enlarge.value = Math.max(1, window.innerHeight / PLAIN_HEIGHT);
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  useSignalEffect(() => map.value?.sharpen(enlarge.value * window.devicePixelRatio));
  return enlarge.value;
}

/** Whose data it is, how old, whether it is live, and what time it is. */
function WallBar({ paused }: { paused: boolean }) {
  const app = useApp();
  const { t, format, name } = useLocale();
  const { city } = app.state.meta.value;
  const now = app.clock.value;
  const asOf = app.queries.categories.data.value?.as_of;
  const note = useNote();
  return (
    <header class="wall-bar">
      <h1 class="wall-brand">
        <Logo />
        {name(city)}
      </h1>
      {city.demo && <span class="badge">{t('app.demo')}</span>}
      {paused && <span class="badge">{t('wall.paused')}</span>}
      <p class="wall-state" role="status" data-state={note ? 'trouble' : 'live'}>
        <span class="wall-dot" />
        {note || (asOf ? t('wall.live', { time: format.clock(asOf, now) }) : t('state.loading'))}
      </p>
      <time class="wall-clock" dateTime={now.toISOString()}>
        {format.clock(now.toISOString(), now)}
      </time>
    </header>
  );
}

/** Which scene of how many: dots, told by the heading to those who do not see them. */
function WallSteps() {
  const { state } = useApp();
  const { scene } = state.view.value;
  return (
    <div class="wall-steps" aria-hidden="true">
      {SCENES.map(s => (
        <span key={s} data-on={s === scene} />
      ))}
    </div>
  );
}
