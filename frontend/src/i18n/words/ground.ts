import type { Words } from './words';

/** Words of the ground of the map. */
export const ground = {
  'ground.attribution': ['Nền bản đồ: {sources}', 'Map ground: {sources}'],
} as const satisfies Words;
