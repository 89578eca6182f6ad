import type { ExpressionSpecification } from 'maplibre-gl';
import type { Measure, TileJSON } from '../api/vocabulary';
import type { Layer, Theme } from '../state/view';
import type { Tokens } from '../ui/tokens';
import { areaBreaks, areaColour, cellBreaks, cellChangeColour, cellColour, changeColour } from './scale';

/** isChange reports whether tiles carry what there was in a compared window. */
export function isChange(tiles: TileJSON): boolean {
  return tiles.legend?.compare !== undefined;
}

/** colourOf colours the features of tiles by the breaks of their legend: by change where they carry it, else by the measure. */
export function colourOf(
  layer: Layer,
  tiles: TileJSON,
  measure: Measure,
  { theme, tokens }: { theme: Theme; tokens: Tokens },
): ExpressionSpecification {
  const cells = layer === 'cells';
  if (isChange(tiles)) {
    return cells
      ? cellChangeColour(cellBreaks(tiles, 'change'), theme)
      : changeColour(areaBreaks(tiles, 'change'), theme);
  }
  const quiet = { noData: tokens['no-data'], few: tokens.few };
  return cells
    ? cellColour(cellBreaks(tiles, measure), measure, theme, quiet)
    : areaColour(areaBreaks(tiles, measure), measure, theme, quiet);
}
