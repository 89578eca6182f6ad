import { type Filter, newFilter } from './filter';
import { OPEN_CLASSES } from './queries-figures';
import type { View } from './view';

/** What is not closed, whenever it was received. */
export const WAITING: Partial<Filter> = {
  from: undefined,
  to: undefined,
  asOf: undefined,
  classes: OPEN_CLASSES,
};

/** mapFilter is what the map is about: the filter in force, on the wall what the figures beside it are about. */
export function mapFilter({ page, scene }: View, asked: Filter): Filter {
  return page.kind === 'wall' && scene === 'waiting' ? newFilter({ ...asked, ...WAITING }) : asked;
}
