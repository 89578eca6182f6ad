import type { View } from './view';

/** What the wall shows, one after another: where, whether in time, what changes, who is worst, what waits. */
export const SCENES = ['count', 'rate', 'change', 'worst', 'waiting'] as const;
export type Scene = (typeof SCENES)[number];

type Drawing = Pick<View, 'layer' | 'measure' | 'mode'>;

/** What the map shows in a scene: what its figures are about. */
const DRAWINGS: Record<Scene, Drawing> = {
  count: { layer: 'cells', measure: 'n', mode: 'plain' },
  rate: { layer: 'areas', measure: 'on_time_rate', mode: 'plain' },
  change: { layer: 'areas', measure: 'n', mode: 'change' },
  worst: { layer: 'areas', measure: 'on_time_rate', mode: 'plain' },
  waiting: { layer: 'cells', measure: 'n', mode: 'plain' },
};

/** drawingOf is what the map shows in a scene. */
export function drawingOf(scene: Scene): Drawing {
  return DRAWINGS[scene];
}

/** sceneAfter steps through the scenes, round and round. */
export function sceneAfter(scene: Scene, by: 1 | -1): Scene {
  const next = (SCENES.indexOf(scene) + by + SCENES.length) % SCENES.length;
  return SCENES[next] ?? 'count';
}
