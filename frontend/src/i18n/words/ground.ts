import type { Words } from './words';

/** Words of the ground of the map. */
export const ground = {
  'ground.attribution': ['Nền bản đồ: {sources}', 'Base map: {sources}'],
} as const satisfies Words;
