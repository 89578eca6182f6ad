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
  'park',
  'rail',
  'halo',
  'outline',
  'no-data',
  'few',
] as const;

/** The colours of the theme in force, for what CSS does not reach: map and charts. */
export type Tokens = Record<(typeof NAMES)[number] | Class, string>;

/** Reading them makes the browser work out all styles anew; a theme has the same ones at any time. */
const known = new Map<string, Tokens>();

/** readTokens reads them from the style of the document, whose theme is an attribute. */
export function readTokens(root: HTMLElement): Tokens {
  const theme = root.dataset.theme ?? '';
  const tokens = known.get(theme) ?? read(root);
  if (theme) known.set(theme, tokens);
  return tokens;
}

/** tokensOf are those of a theme that has been in force; undefined of any other. */
export function tokensOf(theme: string): Tokens | undefined {
  return known.get(theme);
}

function read(root: Element): Tokens {
  const style = getComputedStyle(root);
  const entries = [...NAMES, ...CLASSES].map(name => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(entries) as Tokens;
}
