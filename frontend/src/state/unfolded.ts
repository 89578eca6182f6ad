import type { Selection } from './selection';

/** The panels that can be folded away. */
export const PANELS = ['filters', 'figures'] as const;
export type Panel = (typeof PANELS)[number];

/** What a reader can narrow by, in the order of the filters' panel. */
export const FACETS = ['classes', 'kinds', 'agencies', 'areas', 'channels', 'statuses', 'qualities'] as const;
export type FacetName = (typeof FACETS)[number];

/** The facets that are open at first: when, what, and who. */
export const OPEN_AT_FIRST: readonly FacetName[] = ['classes', 'kinds', 'agencies'];

/** The heights of the sheet that the figures are on a phone: number, panel, list. */
export const HEIGHTS = ['peek', 'half', 'full'] as const;
export type Height = (typeof HEIGHTS)[number];

/** Stands for none of them in a parameter that lists what is open, or folded. */
export const NONE = 'none';

/** namesText writes which of some things are meant. */
export function namesText(names: readonly string[]): string {
  return names.join(',') || NONE;
}

/** parseNames reads what namesText writes, in the order of all; null where it names nothing known. */
export function parseNames<T extends string>(all: readonly T[], text: string | null): readonly T[] | null {
  if (text === NONE) return [];
  const given = (text ?? '').split(',');
  const names = all.filter(name => given.includes(name));
  return names.length > 0 ? names : null;
}

/** withName is a list of what is open with one more, or one fewer, in the order of all. */
export function withName<T extends string>(
  all: readonly T[],
  names: readonly T[],
  name: T,
  isIn: boolean,
): readonly T[] {
  return all.filter(other => (other === name ? isIn : names.includes(other)));
}

interface Sheet {
  readonly sheet: Height | null;
  readonly selection: Selection | null;
}

/** heightOf is how high the sheet is: a complaint is more than a number, half of the screen shows what it is. */
export function heightOf({ sheet, selection }: Sheet): Height {
  return sheet ?? usualHeight(selection);
}

/** sheetAt is what a view keeps of a height: nothing of the usual one, which follows what is selected. */
export function sheetAt(height: Height, selection: Selection | null): Height | null {
  return height === usualHeight(selection) ? null : height;
}

/** sheetToRead is a sheet when something is selected: pulled down, it comes up again for what is new. */
export function sheetToRead(sheet: Height | null): Height | null {
  return sheet === 'peek' ? null : sheet;
}

function usualHeight(selection: Selection | null): Height {
  return selection?.kind === 'complaint' ? 'half' : 'peek';
}
