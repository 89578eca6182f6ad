import { CLASSES, type Class } from '../api/vocabulary';

const NAMES = [
  'surface',
  'surface-2',
  'ink',
  'muted',
  'line',
  'line-strong',
  'water',
  'land',
  'border',
  'place',
  'river',
  'water-name',
  'road',
  'rail',
  'halo',
  'outline',
  'no-data',
] as const;

/** The colours of the theme in force, for what CSS does not reach: map and charts. */
export type Tokens = Record<(typeof NAMES)[number] | Class, string>;

/** readTokens reads them from the style of the document. */
export function readTokens(root: Element): Tokens {
  const style = getComputedStyle(root);
  const entries = [...NAMES, ...CLASSES].map(name => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(entries) as Tokens;
}
