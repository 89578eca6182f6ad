import type { Channel, Class, Meta, Quality, Status } from '../api/vocabulary';
import { cleared } from './facets';
import { type Filter, toggled } from './filter';
import { chosenKinds, toggleKinds } from './kinds';
import type { FacetName } from './unfolded';

/** What the filter can name, with the values of each: codes where there is no closed list. */
interface Values {
  readonly classes: Class;
  readonly groups: string;
  readonly categories: string;
  readonly agencies: string;
  readonly areas: string;
  readonly channels: Channel;
  readonly statuses: Status;
  readonly qualities: Quality;
  readonly asOf: string;
  readonly agencyView: 'as_now';
}

/** One thing that the filter is narrowed to, and the change of the filter that takes it out again. */
export type Chosen = {
  [K in keyof Values]: { readonly kind: K; readonly code: Values[K]; readonly without: Partial<Filter> };
}[keyof Values];

type Catalog = Pick<Meta, 'categories'>;

/** The lists of the filter that hold their choices as they are. */
const PLAIN = ['classes', 'agencies', 'areas', 'channels', 'statuses', 'qualities'] as const;

/**
 * chosenOf lists what a filter is narrowed to besides its window of time, in the order of the
 * facets: each as one thing that can be named, and taken out.
 */
export function chosenOf(filter: Filter, catalog: Catalog): Chosen[] {
  const [classes = [], ...others] = PLAIN.map(list => chosenOfList(filter, list));
  return [...classes, ...chosenOfKinds(filter, catalog), ...others.flat(), ...chosenBesides(filter)];
}

/** What one facet has set, of all that is chosen. */
export function ofFacet<T extends Chosen>(chosen: readonly T[], name: FacetName): T[] {
  if (name !== 'kinds') return chosen.filter(c => c.kind === name);
  return chosen.filter(c => c.kind === 'groups' || c.kind === 'categories');
}

function chosenOfList(filter: Filter, kind: (typeof PLAIN)[number]): Chosen[] {
  const codes: readonly string[] = filter[kind];
  return codes.map(code => ({ kind, code, without: { [kind]: toggled(codes, code) } }) as Chosen);
}

/** Whole fields by their group, parts by their kinds, as the tree shows them. */
function chosenOfKinds(filter: Filter, catalog: Catalog): Chosen[] {
  const ticked = chosenKinds(filter, catalog);
  const groups = new Set(catalog.categories.filter(c => ticked.has(c.code)).map(c => c.group));
  const kinds = [...groups].flatMap(group => chosenOfGroup(group, ticked, filter, catalog));
  if (kinds.length > 0) return kinds;
  // A link whose fields and kinds exclude each other: no tick says so, and it goes as a whole.
  const names = { groups: filter.groups, categories: filter.categories };
  return (['groups', 'categories'] as const).flatMap(kind =>
    names[kind].map(code => ({ kind, code, without: cleared('kinds') })),
  );
}

function chosenOfGroup(
  group: string,
  ticked: ReadonlySet<string>,
  filter: Filter,
  catalog: Catalog,
): Chosen[] {
  const codes = catalog.categories.filter(c => c.group === group).map(c => c.code);
  const without = (list: readonly string[]) => {
    const { categories, groups } = toggleKinds(filter, catalog, list);
    return { categories, groups };
  };
  if (codes.every(code => ticked.has(code)))
    return [{ kind: 'groups', code: group, without: without(codes) }];
  const some = codes.filter(code => ticked.has(code));
  return some.map(code => ({ kind: 'categories', code, without: without([code]) }));
}

/** What no facet sets but a link may: the moment of judgement, and agencies by their successors. */
function chosenBesides({ asOf, agencyView }: Filter): Chosen[] {
  const moment: Chosen[] = asOf ? [{ kind: 'asOf', code: asOf, without: { asOf: undefined } }] : [];
  if (agencyView === 'as_then') return moment;
  return [...moment, { kind: 'agencyView', code: agencyView, without: { agencyView: 'as_then' } }];
}
