import type { ExpressionSpecification } from 'maplibre-gl';
import type { Measure, TileJSON } from '../api/vocabulary';
import { casesOf, judges, LEAST_JUDGED } from '../state/judge';
import type { Theme } from '../state/view';
import { CHANGE_STEPS, changeRamp, ramp } from './palette';

/** Ascending lower bounds of the colour classes above the first. */
export type Breaks = readonly number[];

/** One class of the legend: from `from` (absent: the first) up to `to` (absent: the last). */
export interface LegendClass {
  readonly colour: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** What has breaks: a measure, or its change since the compared window. */
export type Scaled = Measure | 'change';

/** areaBreaks are the breaks of a measure in a TileJSON of areas. */
export function areaBreaks(tiles: TileJSON, measure: Scaled): Breaks {
  return numbers(tiles.legend?.breaks?.[measure]);
}

/** cellBreaks are the breaks of a measure by resolution in a TileJSON of cells. */
export function cellBreaks(tiles: TileJSON, measure: Scaled): Map<number, Breaks> {
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

/** What is drawn where a measure has no value, and where it has too few cases to judge anybody. */
export interface Quiet {
  readonly noData: string;
  readonly few: string;
}

/** areaColour colours an area by its class; one without a complaint shows the ground. */
export function areaColour(
  breaks: Breaks,
  measure: Measure,
  theme: Theme,
  quiet: Quiet,
): ExpressionSpecification {
  return known(measure, step(breaks, measure, theme), quiet);
}

/** cellColour colours a cell by the breaks of its own resolution. */
export function cellColour(
  breaks: ReadonlyMap<number, Breaks>,
  measure: Measure,
  theme: Theme,
  quiet: Quiet,
): ExpressionSpecification {
  const cases = [...breaks].flatMap(([res, b]) => [res, step(b, measure, theme)]);
  const colour =
    cases.length === 0
      ? step([], measure, theme)
      : ['match', ['get', 'res'], ...cases, step([], measure, theme)];
  return known(measure, colour as ExpressionSpecification, quiet);
}

/** changeClasses are the classes of change from much fewer to much more, in whole numbers. */
export function changeClasses(breaks: Breaks, theme: Theme): LegendClass[] {
  const bounds = stepsOf(breaks);
  const starts = [undefined, ...changeStops(bounds)];
  return changeRamp(theme, bounds.length).map((colour, i) => ({
    colour,
    from: starts[i],
    to: starts[i + 1],
  }));
}

/** changeColour colours a feature by its change; one without complaints in either window shows the ground. */
export function changeColour(breaks: Breaks, theme: Theme): ExpressionSpecification {
  return changed(changeStep(breaks, theme));
}

/** cellChangeColour colours a cell by its change and the breaks of its own resolution. */
export function cellChangeColour(breaks: ReadonlyMap<number, Breaks>, theme: Theme): ExpressionSpecification {
  const cases = [...breaks].flatMap(([res, b]) => [res, changeStep(b, theme)]);
  const same = changeStep([], theme);
  if (cases.length === 0) return changed(same);
  return changed(['match', ['get', 'res'], ...cases, same] as unknown as ExpressionSpecification);
}

/** The bounds of both directions as ascending starts: a class of fewer ends with its bound, one of more begins with it. */
function changeStops(bounds: Breaks): number[] {
  return [...bounds.map(b => 1 - b).reverse(), ...bounds];
}

function changeStep(breaks: Breaks, theme: Theme): ExpressionSpecification {
  const bounds = stepsOf(breaks);
  const [first = '', ...rest] = changeRamp(theme, bounds.length);
  if (rest.length === 0) return ['to-color', first];
  const stops = changeStops(bounds).flatMap((stop, i) => [stop, rest[i]]);
  return ['step', ['to-number', ['get', 'change']], first, ...stops] as ExpressionSpecification;
}

/** As many bounds as there are colours; a change is a whole number, so bounds are, too. */
function stepsOf(breaks: Breaks): number[] {
  return [...new Set(breaks.filter(b => b >= 1).map(Math.ceil))].slice(0, CHANGE_STEPS);
}

function changed(colour: ExpressionSpecification): ExpressionSpecification {
  const none = (name: string): ExpressionSpecification => ['==', ['to-number', ['get', name]], 0];
  return ['case', ['all', none('n'), none('n_before')], 'transparent', colour];
}

function step(breaks: Breaks, measure: Measure, theme: Theme): ExpressionSpecification {
  const [first = '', ...rest] = ramp(measure, theme, breaks.length + 1);
  if (rest.length === 0) return ['to-color', first];
  const stops = rest.flatMap((colour, i) => [breaks[i] ?? 0, colour]);
  return ['step', ['to-number', ['get', measure]], first, ...stops] as ExpressionSpecification;
}

function known(
  measure: Measure,
  colour: ExpressionSpecification,
  { noData, few }: Quiet,
): ExpressionSpecification {
  const ground = [['==', ['get', 'n'], 0], 'transparent'];
  const unjudged = judges(measure) ? [fewer(casesOf(measure)), few] : [];
  return [
    'case',
    ...ground,
    ...unjudged,
    ['has', measure],
    colour,
    noData,
  ] as unknown as ExpressionSpecification;
}

/** Whether these counts are together fewer than the ranking judges anybody by. A tile may leave a count out. */
function fewer(counts: readonly string[]): ExpressionSpecification {
  const numbers = counts.map(name => ['to-number', ['get', name]]);
  return ['<', ['+', ...numbers], LEAST_JUDGED] as unknown as ExpressionSpecification;
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
