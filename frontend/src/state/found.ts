/**
 * Found is the place that the reader has searched for and chosen: what the
 * marker stands on. The text is that of the candidate, not of the field: a number, a
 * street, names of areas, and nothing else that may have been typed beside them.
 */
export interface Found {
  readonly lng: number;
  readonly lat: number;
  /** The true place is within so many metres, nine times in ten. */
  readonly radius: number;
  readonly text: string;
}

/** Longer than any address; an address bar must not grow without end. */
const LONGEST_TEXT = 120;
/** Wider than any city, in metres. */
const WIDEST = 100_000;

/** newFound makes a canonical place: a metre exact, its text bounded. Null when it is none. */
export function newFound(lng: number, lat: number, radius: number, text: string): Found | null {
  const possible = Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && radius >= 0 && radius <= WIDEST;
  const clean = cleaned(text);
  if (!possible || !clean) return null;
  return { lng: metre(lng), lat: metre(lat), radius: Math.max(1, Math.round(radius)), text: clean };
}

/** foundText writes a place as a parameter: longitude, latitude, metres, and the text as the rest. */
export function foundText({ lng, lat, radius, text }: Found): string {
  return [lng, lat, radius, text].join(',');
}

/** parseFound reads what foundText writes; anything else is no place. */
export function parseFound(parameter: string): Found | null {
  const parts = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?),(\d{1,6}),(.*)$/su.exec(parameter);
  if (!parts) return null;
  const [, lng, lat, radius, text = ''] = parts;
  return newFound(Number(lng), Number(lat), Number(radius), text);
}

/** Five decimals of a degree are a metre. */
function metre(degrees: number): number {
  return Number(degrees.toFixed(5));
}

/** One line of letters that are seen: no controls, nothing that turns the direction of writing. */
function cleaned(text: string): string {
  const line = text
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return Array.from(line).slice(0, LONGEST_TEXT).join('').trim();
}
