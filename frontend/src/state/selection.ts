import { code } from './codes';

/** What a selection of each kind names by a code alone. */
export const CODED = ['agency', 'category', 'group'] as const;

/**
 * What the reader has chosen to look at: a hexagon by its H3 index, an area of a
 * set, an agency, a kind of complaint, a field, or a single complaint.
 */
export type Selection =
  | { readonly kind: 'cell'; readonly h3: string }
  | { readonly kind: 'area'; readonly set: string; readonly code: string }
  | { readonly kind: (typeof CODED)[number]; readonly code: string }
  | { readonly kind: 'complaint'; readonly id: string };

/** selectionText writes a selection as a parameter, such as area:hcmc-2021:760. */
export function selectionText(s: Selection): string {
  switch (s.kind) {
    case 'cell':
      return `cell:${s.h3}`;
    case 'area':
      return `area:${s.set}:${s.code}`;
    case 'complaint':
      return `complaint:${s.id}`;
    default:
      return `${s.kind}:${s.code}`;
  }
}

/** parseSelection reads what selectionText writes; null when it is none. */
export function parseSelection(text: string): Selection | null {
  const [kind, a = '', b = '', ...rest] = text.split(':');
  if (rest.length > 0) return null;
  if (kind === 'area') return code(a) && code(b) ? { kind, set: a, code: b } : null;
  if (b) return null;
  if (kind === 'cell') return /^[0-9a-f]{15}$/.test(a) ? { kind, h3: a } : null;
  if (kind === 'complaint') return code(a) ? { kind, id: a } : null;
  const coded = CODED.find(c => c === kind);
  return coded && code(a) ? { kind: coded, code: a } : null;
}
