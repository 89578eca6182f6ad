import type { ReadonlySignal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { renewAll } from '../../api/resource';
import type { App } from '../../app';
import { keepNamed } from '../../state/named-window';
import { drawingOf, type Scene, sceneAfter } from '../../state/scenes';

/** How long a scene stands: long enough to be read by somebody who looks up. */
export const SCENE_MS = 20_000;

/** useRotation steps through the wall's scenes; space pauses, the arrows step. Gives whether it is paused. */
export function useRotation(app: App): ReadonlySignal<boolean> {
  const paused = useSignal(false);
  const { scene } = app.state.view.value;
  const resting = paused.value;
  useEffect(() => {
    if (resting) return;
    const timer = setTimeout(() => show(app, sceneAfter(scene, 1)), SCENE_MS);
    return () => clearTimeout(timer);
  }, [app, scene, resting]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = {
        ' ': () => {
          paused.value = !paused.peek();
        },
        ArrowRight: () => show(app, sceneAfter(app.state.view.peek().scene, 1)),
        ArrowLeft: () => show(app, sceneAfter(app.state.view.peek().scene, -1)),
      }[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [app]);
  return paused;
}

function show({ state }: App, scene: Scene): void {
  state.look({ scene, ...drawingOf(scene), selection: null });
}

/** The service judges what is overdue at the start of every five minutes. */
const JUDGED_EVERY_MS = 300_000;

/** useNewJudgement asks again when the service judges anew, though nothing may have come in. */
export function useNewJudgement({ clock }: App): void {
  const step = Math.floor(clock.value.getTime() / JUDGED_EVERY_MS);
  const asked = useRef(step);
  useEffect(() => {
    if (asked.current !== step) renewAll();
    asked.current = step;
  }, [step]);
}

/** useLivingWindow lets a named window, such as the last 30 days, go on with the data: a wall hangs for weeks. */
export function useLivingWindow({ state }: App): void {
  useEffect(() => keepNamed(state), [state]);
}
