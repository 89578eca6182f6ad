import type { Meta, Named } from '../api/vocabulary';
import type { Counts } from '../state/facets';
import { compareNames } from '../ui/collate';
import { matches } from '../ui/fold';

/** One choice of a facet; with children it is a branch that can be opened. */
export interface FacetItem {
  readonly code: string;
  readonly name: string;
  /** What the choice would give under the rest of the filter; undefined while that is not known. */
  readonly count: number | undefined;
  readonly chosen: boolean;
  /** Some of the children are chosen, not all. */
  readonly partly?: boolean;
  readonly children?: readonly FacetItem[];
  readonly why?: string;
  readonly colour?: string;
}

/** Gives the name of a thing in the language of the page. */
type NameOf = (thing: Named) => string;

/** countOf is what a choice would give: nothing when the answer does not have it, unknown before there is one. */
function countOf(counts: Counts | undefined, code: string): number | undefined {
  return counts && (counts.of.get(code) ?? 0);
}

/** closedItems are the choices of a closed list, in the list's own order. */
export function closedItems<T extends string>(
  values: readonly T[],
  counts: Counts | undefined,
  chosen: readonly T[],
  wordsOf: (value: T) => Pick<FacetItem, 'name' | 'why' | 'colour'>,
): FacetItem[] {
  return values.map(code => ({
    code,
    ...wordsOf(code),
    count: countOf(counts, code),
    chosen: chosen.includes(code),
  }));
}

/** namedItems are the choices of a list of things, those that give most first. */
export function namedItems(
  things: readonly Named[],
  counts: Counts | undefined,
  chosen: readonly string[],
  name: NameOf,
): FacetItem[] {
  const ticked = new Set(chosen);
  return things
    .map(thing => ({
      code: thing.code,
      name: name(thing),
      count: countOf(counts, thing.code),
      chosen: ticked.has(thing.code),
    }))
    .sort(byCount);
}

/** kindItems are the fields with their kinds of complaint, as one tree. */
export function kindItems(
  { groups, categories }: Pick<Meta, 'groups' | 'categories'>,
  counts: Counts | undefined,
  chosen: ReadonlySet<string>,
  name: NameOf,
): FacetItem[] {
  const branch = (group: Named): FacetItem => {
    const kinds = categories.filter(c => c.group === group.code);
    const children = namedItems(kinds, counts, [...chosen], name);
    const ticked = children.filter(c => c.chosen).length;
    return {
      code: group.code,
      name: name(group),
      count: counts && children.reduce((sum, c) => sum + (c.count ?? 0), 0),
      chosen: ticked > 0 && ticked === children.length,
      partly: ticked > 0 && ticked < children.length,
      children,
    };
  };
  return groups.map(branch).sort(byCount);
}

/** searched are the branches that match, and those of whose children some do, with these alone. */
export function searched(items: readonly FacetItem[], search: string): readonly FacetItem[] {
  if (search.trim() === '') return items;
  return items.flatMap(item => {
    if (matches(item.name, search)) return [item];
    const children = item.children?.filter(child => matches(child.name, search)) ?? [];
    return children.length > 0 ? [{ ...item, children }] : [];
  });
}

/** shortened is the beginning of a list, and what is chosen further down: that is always in sight. */
export function shortened(items: readonly FacetItem[], limit: number): readonly FacetItem[] {
  return items.filter((item, i) => i < limit || item.chosen || item.partly);
}

/** Those that give most first; equal ones, such as all that give nothing, as the alphabet has them. */
function byCount(a: FacetItem, b: FacetItem): number {
  return (b.count ?? 0) - (a.count ?? 0) || compareNames(a.name, b.name);
}
