import type { Meta } from '../api/vocabulary';
import { type Place, readPlace } from './address';
import { type AppState, createState } from './state';

const level = (code: string) => ({ code, name: code, name_en: code, areas: 1 });
const set = (code: string, ...levels: string[]) => ({
  code,
  name: code,
  name_en: code,
  approximate: true,
  attribution: '',
  levels: levels.map(level),
});

/** A city with two sets of areas and data of nearly three years. */
export const META: Meta = {
  version: '1',
  city: {
    code: 'c',
    name: 'C',
    name_en: 'C',
    time_zone: 'Asia/Ho_Chi_Minh',
    bounds: [106, 10, 107, 11],
    demo: true,
  },
  revision: 1,
  extent: { n: 5, from: '2024-01-01T00:00:00Z', to: '2026-11-22T03:00:00Z' },
  default_set: 'new',
  area_sets: [set('old', 'city', 'district', 'ward'), set('new', 'city', 'ward')],
  groups: [],
  categories: [],
  agencies: [],
  statuses: [],
  classes: [],
  channels: [],
  qualities: [],
  resolutions: [6],
  attribution: '',
  targets: { on_time: 0.95, on_way: 0.9 },
  writable: false,
};

/** The present of the tests: noon in the city. */
export const now = () => new Date('2026-11-22T05:00:00Z');

/** The state of the page at a place of that city, for tests. */
export function aState(place: Partial<Place> = {}): AppState {
  return createState(META, { ...readPlace(''), ...place }, now);
}
