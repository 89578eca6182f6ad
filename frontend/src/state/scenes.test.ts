import { expect, it } from 'vitest';
import { drawingOf, SCENES, type Scene, sceneAfter } from './scenes';
import { measuresOf } from './view';

it('goes through all scenes and round again, in both directions', () => {
  for (const by of [1, -1] as const) {
    const seen = [];
    let scene: Scene = SCENES[0];
    for (let i = 0; i < SCENES.length; i++) {
      seen.push(scene);
      scene = sceneAfter(scene, by);
    }
    expect(scene).toBe(SCENES[0]);
    expect([...seen].sort()).toEqual([...SCENES].sort());
  }
});

it('draws only what a layer can be coloured by', () => {
  for (const scene of SCENES) {
    const { layer, measure } = drawingOf(scene);
    expect(measuresOf(layer)).toContain(measure);
  }
});
