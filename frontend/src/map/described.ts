import { addProtocol } from 'maplibre-gl';
import type { TileJSON } from '../api/vocabulary';

const PROTOCOL = 'described';

/** Descriptions that a source was given and has not read yet. */
const waiting = new Map<string, TileJSON>();
let serial = 0;

// Answered within the same task: a source whose tiles are listed in the style waits for a
// frame before it asks for them, and a frame is a tenth of a second without a graphics card.
addProtocol(PROTOCOL, ({ url }) => {
  const data = waiting.get(url);
  waiting.delete(url);
  return data ? Promise.resolve({ data }) : Promise.reject(new Error(`${url} was read before`));
});

/** describe gives the address under which a source finds a description that is at hand; it is good for once. */
export function describe(tiles: TileJSON): string {
  const url = `${PROTOCOL}://${++serial}`;
  waiting.set(url, tiles);
  return url;
}
