import type { Measures } from '../api/vocabulary';
import { CLASSES } from '../api/vocabulary';

/** Mean surface of a hexagon by resolution in km², from H3's own table of cell statistics. */
const SURFACE: Readonly<Record<number, number>> = {
  5: 252.9,
  6: 36.13,
  7: 5.161,
  8: 0.7373,
  9: 0.1053,
  10: 0.01505,
};

/** cellSurface is about how large a hexagon is, in km²; undefined for a resolution that is never drawn. */
export function cellSurface(resolution: number): number | undefined {
  return SURFACE[resolution];
}

/** resolutionOf reads the resolution of an H3 index: bits 52 to 55, the second of its fifteen digits. */
export function resolutionOf(h3: string): number {
  return Number.parseInt(h3.charAt(1), 16);
}

/** measuresOfTile reads the measures in a feature's properties; a tile leaves out what is not known. */
export function measuresOfTile(p: Readonly<Record<string, unknown>>): Measures {
  const known = (name: string) => (typeof p[name] === 'number' ? p[name] : undefined);
  const counts = Object.fromEntries(CLASSES.map(name => [name, known(name) ?? 0]));
  return {
    ...(counts as Record<(typeof CLASSES)[number], number>),
    n: known('n') ?? 0,
    reopened: known('reopened') ?? 0,
    on_time_rate: known('on_time_rate'),
    overdue_share: known('overdue_share'),
    median_s: known('median_s'),
    p90_s: known('p90_s'),
    per_km2: known('per_km2'),
    per_1000: known('per_1000'),
  };
}
