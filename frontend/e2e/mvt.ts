import { PbfWriter } from 'pbf';

/** The format's numbers: https://github.com/mapbox/vector-tile-spec/tree/master/2.1 */
const VERSION = 2;
const EXTENT = 4096;
const LINE = 2;
const POLYGON = 3;
const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE_PATH = 7;

type Position = readonly [x: number, y: number];

/** A layer of a tile with one feature: a line, or a polygon of one ring. Coordinates are of 4096 steps. */
export interface TileLayer {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly line?: readonly Position[];
  readonly ring?: readonly Position[];
}

/** tileOf writes layers as a Mapbox Vector Tile. */
export function tileOf(layers: readonly TileLayer[]): Uint8Array {
  const pbf = new PbfWriter();
  for (const layer of layers) pbf.writeMessage(3, writeLayer, layer);
  return pbf.finish();
}

function writeLayer(layer: TileLayer, pbf: PbfWriter): void {
  pbf.writeStringField(1, layer.name);
  pbf.writeMessage(2, writeFeature, layer);
  for (const key of Object.keys(layer.properties)) pbf.writeStringField(3, key);
  for (const value of Object.values(layer.properties))
    pbf.writeMessage(4, (text: string, of: PbfWriter) => of.writeStringField(1, text), value);
  pbf.writeVarintField(5, EXTENT);
  pbf.writeVarintField(15, VERSION);
}

function writeFeature({ properties, line, ring }: TileLayer, pbf: PbfWriter): void {
  pbf.writePackedVarint(
    2,
    Object.keys(properties).flatMap((_, i) => [i, i]),
  );
  pbf.writeVarintField(3, ring ? POLYGON : LINE);
  pbf.writePackedVarint(4, [...path(ring ?? line ?? []), ...(ring ? [command(CLOSE_PATH, 1)] : [])]);
}

/** A path as the format has it: commands, and steps from one position to the next. */
function path(positions: readonly Position[]): number[] {
  let [x, y] = [0, 0];
  return positions.flatMap((to, i) => {
    const step = [zigzag(to[0] - x), zigzag(to[1] - y)];
    [x, y] = to;
    if (i > 1) return step;
    return [i === 0 ? command(MOVE_TO, 1) : command(LINE_TO, positions.length - 1), ...step];
  });
}

function command(id: number, times: number): number {
  return (times << 3) | id;
}

function zigzag(n: number): number {
  return (n << 1) ^ (n >> 31);
}
