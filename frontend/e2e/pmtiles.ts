import { crc32, deflateSync } from 'node:zlib';
import { type TileLayer, tileOf } from './mvt';

/** The format's numbers: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md */
const HEADER_BYTES = 127;
const UNCOMPRESSED = 1;
const MVT = 1;
const PNG = 2;

/** What every tile of an archive is. */
interface Tiles {
  /** The format's number of what a tile is written in. */
  readonly type: number;
  readonly tile: Buffer;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** rasterArchive is a PMTiles file with the same picture in every tile up to zoom 10. */
export function rasterArchive(): Buffer {
  return archive({ type: PNG, tile: png(256, [214, 226, 233]), metadata: {} });
}

/** vectorArchive is a PMTiles file with the same layers in every tile up to zoom 10, as Mapbox Vector Tiles. */
export function vectorArchive(layers: readonly TileLayer[]): Buffer {
  const vector_layers = layers.map(({ name }) => ({ id: name, fields: {} }));
  return archive({ type: MVT, tile: Buffer.from(tileOf(layers)), metadata: { vector_layers } });
}

function archive({ type, tile, metadata }: Tiles): Buffer {
  const zooms = 11;
  const root = directory((4 ** zooms - 1) / 3, tile.length);
  const about = Buffer.from(JSON.stringify(metadata));
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles');
  header[7] = 3;
  let at = HEADER_BYTES;
  for (const [i, part] of [root, about, Buffer.alloc(0), tile].entries()) {
    header.writeBigUInt64LE(BigInt(at), 8 + 16 * i);
    header.writeBigUInt64LE(BigInt(part.length), 16 + 16 * i);
    at += part.length;
  }
  header.set([UNCOMPRESSED, UNCOMPRESSED, type, 0, zooms - 1], 97);
  for (const [i, degrees] of [-180, -85, 180, 85].entries()) header.writeInt32LE(degrees * 1e7, 102 + 4 * i);
  return Buffer.concat([header, root, about, tile]);
}

/** A directory with one line: that many tiles from the first on are the same bytes at the beginning. */
function directory(tiles: number, length: number): Buffer {
  const first = 0;
  const beginning = 0;
  return Buffer.from([1, first, tiles, length, beginning + 1].flatMap(varint));
}

function varint(n: number): number[] {
  return n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))];
}

/** A square of one colour. */
function png(side: number, colour: [number, number, number]): Buffer {
  const row = [0, ...Array.from({ length: side }, () => colour).flat()];
  const rows = Buffer.from(Array.from({ length: side }, () => row).flat());
  const size = Buffer.alloc(13);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  size.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
