import type { ExpressionSpecification } from 'maplibre-gl';
import type { Measure, TileJSON } from '../api/vocabulary';
import type { Theme } from '../state/view';
import { ramp } from './palette';

/** Ascending lower bounds of the colour classes above the first. */
export type Breaks = readonly number[];

/** One class of the legend: from `from` (absent: the first) up to `to` (absent: the last). */
export interface LegendClass {
  readonly colour: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** areaBreaks are the breaks of a measure in a TileJSON of areas. */
export function areaBreaks(tiles: TileJSON, measure: Measure): Breaks {
  return numbers(tiles.legend?.breaks?.[measure]);
}

/** cellBreaks are the breaks of a measure by resolution in a TileJSON of cells. */
export function cellBreaks(tiles: TileJSON, measure: Measure): Map<number, Breaks> {
  const byResolution = tiles.legend?.breaks?.[measure];
  if (typeof byResolution !== 'object' || byResolution === null) return new Map();
  return new Map(Object.entries(byResolution).map(([res, breaks]) => [Number(res), numbers(breaks)]));
}

/** legendClasses are the classes of a legend from little to much. */
export function legendClasses(breaks: Breaks, measure: Measure, theme: Theme): LegendClass[] {
  return ramp(measure, theme, breaks.length + 1).map((colour, i) => ({
    colour,
    from: breaks[i - 1],
    to: breaks[i],
  }));
}

/** areaColour colours an area by its class; one without a complaint shows the ground. */
export function areaColour(
  breaks: Breaks,
  measure: Measure,
  theme: Theme,
  noData: string,
): ExpressionSpecification {
  return known(measure, step(breaks, measure, theme), noData);
}

/** cellColour colours a cell by the breaks of its own resolution. */
export function cellColour(
  breaks: ReadonlyMap<number, Breaks>,
  measure: Measure,
  theme: Theme,
  noData: string,
): ExpressionSpecification {
  const cases = [...breaks].flatMap(([res, b]) => [res, step(b, measure, theme)]);
  const colour =
    cases.length === 0
      ? step([], measure, theme)
      : ['match', ['get', 'res'], ...cases, step([], measure, theme)];
  return known(measure, colour as ExpressionSpecification, noData);
}

function step(breaks: Breaks, measure: Measure, theme: Theme): ExpressionSpecification {
  const [first = '', ...rest] = ramp(measure, theme, breaks.length + 1);
  if (rest.length === 0) return ['to-color', first];
  const stops = rest.flatMap((colour, i) => [breaks[i] ?? 0, colour]);
  return ['step', ['to-number', ['get', measure]], first, ...stops] as ExpressionSpecification;
}

function known(measure: Measure, colour: ExpressionSpecification, noData: string): ExpressionSpecification {
  return ['case', ['==', ['get', 'n'], 0], 'transparent', ['has', measure], colour, noData];
}

/** Strictly ascending numbers; anything else in an answer is left out rather than drawn wrongly. */
function numbers(value: unknown): number[] {
  if (!Array.isArray(value)) return [];
  const found: number[] = [];
  for (const n of value) {
    const last = found.at(-1);
    if (typeof n === 'number' && (last === undefined || n > last)) found.push(n);
  }
  return found;
}
