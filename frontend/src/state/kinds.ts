import type { Meta } from '../api/vocabulary';
import { type Filter, newFilter } from './filter';

type Catalog = Pick<Meta, 'categories'>;

/**
 * The service lets groups and categories narrow each other. The page shows them
 * as one tree, where ticks add up; these functions translate between the two.
 * chosenKinds are the categories that are ticked; empty means all are meant.
 */
export function chosenKinds(
  f: Pick<Filter, 'categories' | 'groups'>,
  { categories }: Catalog,
): ReadonlySet<string> {
  if (f.categories.length === 0 && f.groups.length === 0) return new Set();
  const meant = categories.filter(
    c =>
      (f.categories.length === 0 || f.categories.includes(c.code)) &&
      (f.groups.length === 0 || f.groups.includes(c.group)),
  );
  return new Set(meant.map(c => c.code));
}

/** toggleKinds ticks all of some categories, or unticks them if all were ticked. */
export function toggleKinds(f: Filter, catalog: Catalog, codes: readonly string[]): Filter {
  const chosen = new Set(chosenKinds(f, catalog));
  const all = codes.every(code => chosen.has(code));
  for (const code of codes) {
    if (all) chosen.delete(code);
    else chosen.add(code);
  }
  return newFilter({ ...f, ...kindsFilter(chosen, catalog) });
}

/** kindsFilter is the shorter way to say a set of categories: by groups where they are whole. */
export function kindsFilter(
  chosen: ReadonlySet<string>,
  { categories }: Catalog,
): Pick<Filter, 'categories' | 'groups'> {
  const touched = new Set(categories.filter(c => chosen.has(c.code)).map(c => c.group));
  const whole = categories.every(c => !touched.has(c.group) || chosen.has(c.code));
  return whole ? { groups: [...touched], categories: [] } : { groups: [], categories: [...chosen] };
}
