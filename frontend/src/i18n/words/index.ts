import { charts } from './charts';
import { core } from './core';
import { filters } from './filters';
import { ground } from './ground';
import { list } from './list';
import { map } from './map';
import { ranking } from './ranking';
import { search } from './search';
import { time } from './time';
import { views } from './views';

/** The words by the part of the page that they belong to. A key stands in one part only. */
export const PARTS = { charts, core, filters, ground, list, map, ranking, search, time, views };

/** All words of the page. */
export const words = {
  ...core,
  ...time,
  ...map,
  ...ground,
  ...filters,
  ...ranking,
  ...charts,
  ...list,
  ...search,
  ...views,
};
