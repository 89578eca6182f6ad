import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { TileJSON } from '../api/vocabulary';
import type { Layer } from '../state/view';
import type { Tokens } from '../ui/tokens';
import { POINT_ZOOM } from './points';
import { outlinePaint, type Placed } from './style';
import type { Picture } from './swap';

const OPACITY: Record<Layer, number> = { cells: 0.8, areas: 0.86 };
/** How much of it is left behind points. */
const STEPPED_BACK = 0.5;

interface FillPicture {
  readonly key: string;
  readonly layer: Layer;
  readonly tiles: TileJSON;
  readonly colour: ExpressionSpecification;
  readonly tokens: Tokens;
  /** Whether points are drawn over it where the map is near enough. */
  readonly behindPoints: boolean;
}

/** fillPicture draws hexagons or areas in colours, with a hairline between them. */
export function fillPicture({ key, layer, tiles, colour, tokens, behindPoints }: FillPicture): Picture {
  const opacity = behindPoints ? steppingBack(OPACITY[layer]) : OPACITY[layer];
  const layers = (source: string): Placed[] => {
    const of = { source, 'source-layer': layer };
    const fill: LayerSpecification = {
      id: `${source}-fill`,
      type: 'fill',
      ...of,
      paint: { 'fill-color': colour, 'fill-opacity': opacity, 'fill-antialias': false },
    };
    const hairline: LayerSpecification = {
      id: `${source}-hairline`,
      type: 'line',
      ...of,
      paint: { 'line-color': tokens.land, 'line-width': 0.6, 'line-opacity': 0.5 },
    };
    // An area has its outline on the ground.
    const outline: LayerSpecification = {
      id: `${source}-outline`,
      type: 'line',
      ...of,
      layout: { 'line-join': 'round' },
      paint: outlinePaint(tokens),
    };
    const surface: Placed[] = [
      ['data', fill],
      ['data', hairline],
    ];
    return layer === 'cells' ? [...surface, ['outlines', outline]] : surface;
  };
  return { key, kind: layer, tiles, layers };
}

function steppingBack(opacity: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], POINT_ZOOM - 0.5, opacity, POINT_ZOOM, opacity * STEPPED_BACK];
}
