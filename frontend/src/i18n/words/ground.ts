import type { Words } from './words';

/** Words of the ground of the map. */
export const ground = {} as const satisfies Words;
