import { useMemo } from 'preact/hooks';
import { CHANNELS, CLASSES_BY_CONCERN, QUALITIES, STATUSES } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import type { FilterList } from '../state/filter';
import { chosenKinds, toggleKinds } from '../state/kinds';
import type { FacetName } from '../state/unfolded';
import { Choices } from './Choices';
import { FACET_TITLES, useCounts } from './Facet';
import { closedItems, type FacetItem, kindItems, namedItems } from './items';

/** How many choices of a long list are shown at first. */
const FIRST = 6;

/** ClassChoices are the classes, what hurts first. */
export function ClassChoices() {
  const { t } = useLocale();
  const { classes } = useApp().state.filter.value;
  const items = closedItems(CLASSES_BY_CONCERN, useCounts('classes'), classes, code => ({
    name: t(`class.${code}`),
    why: t(`class.${code}.why`),
    colour: `var(--${code})`,
  }));
  return <ListChoices name="classes" items={items} />;
}

/** KindChoices are the fields with their kinds of complaint, as one tree. */
export function KindChoices() {
  const { state } = useApp();
  const { t, name } = useLocale();
  const counts = useCounts('kinds');
  const meta = state.meta.value;
  const filter = state.filter.value;
  const items = useMemo(
    () => kindItems(meta, counts, chosenKinds(filter, meta), name),
    [meta, counts, filter, name],
  );
  const codesOf = ({ code, children }: FacetItem) =>
    children ? meta.categories.filter(c => c.group === code).map(c => c.code) : [code];
  return (
    <Choices
      title={t(FACET_TITLES.kinds)}
      items={items}
      limit={meta.groups.length}
      onToggle={item => state.narrow(toggleKinds(filter, meta, codesOf(item)))}
    />
  );
}

/** AgencyChoices are all agencies, those that give most first. */
export function AgencyChoices() {
  const { state } = useApp();
  const { t, name } = useLocale();
  const counts = useCounts('agencies');
  const { agencies } = state.meta.value;
  const chosen = state.filter.value.agencies;
  const items = useMemo(() => namedItems(agencies, counts, chosen, name), [agencies, counts, chosen, name]);
  return (
    <>
      <ListChoices name="agencies" items={items} />
      <Rest text={t('filters.rest.agencies')} n={counts?.rest} />
    </>
  );
}

/** AreaChoices are the areas of the set and level in use; chosen ones of others are among them. */
export function AreaChoices() {
  const { state, queries } = useApp();
  const { t, name } = useLocale();
  const counts = useCounts('areas');
  const chosen = state.filter.value.areas;
  const areas = queries.ranking.data.value?.areas;
  const names = queries.areaNames.value;
  const items = useMemo(() => {
    // By set:code, as the filter names them; the answer has them by code alone.
    const refs = new Map((areas ?? []).map(a => [`${a.set}:${a.code}`, a.code]));
    const of = new Map([...refs].map(([ref, code]) => [ref, counts?.of.get(code) ?? 0]));
    const others = chosen.filter(ref => !refs.has(ref));
    const things = [...refs.keys(), ...others].map(ref => ({
      code: ref,
      name: names.get(ref)?.name ?? ref,
      name_en: names.get(ref)?.name_en ?? '',
    }));
    const known = namedItems(things, counts && { of, rest: 0 }, chosen, name);
    // What an area of another set or level would give, this answer does not say.
    return known.map(item => (refs.has(item.code) ? item : { ...item, count: undefined }));
  }, [areas, names, counts, chosen, name]);
  return (
    <>
      <ListChoices name="areas" items={items} />
      <Rest text={t('filters.rest.areas')} n={counts?.rest} />
    </>
  );
}

/** ChannelChoices are the ways in which complaints come. */
export function ChannelChoices() {
  const { t } = useLocale();
  const { channels } = useApp().state.filter.value;
  const items = closedItems(CHANNELS, useCounts('channels'), channels, code => ({
    name: t(`channel.${code}`),
  }));
  return <ListChoices name="channels" items={items} />;
}

/** StatusChoices are the steps of handling, in order. */
export function StatusChoices() {
  const { t } = useLocale();
  const { statuses } = useApp().state.filter.value;
  const items = closedItems(STATUSES, useCounts('statuses'), statuses, code => ({
    name: t(`status.${code}`),
  }));
  return <ListChoices name="statuses" items={items} />;
}

/** QualityChoices are how much is known of the place, from best to worst. */
export function QualityChoices() {
  const { t } = useLocale();
  const { qualities } = useApp().state.filter.value;
  const items = closedItems(QUALITIES, useCounts('qualities'), qualities, code => ({
    name: t(`located.${code}`),
    why: t(`located.${code}.why`),
  }));
  return <ListChoices name="qualities" items={items} />;
}

/** The choices of a facet that is one list of the filter. */
function ListChoices({ name, items }: { name: FacetName & FilterList; items: readonly FacetItem[] }) {
  const { state } = useApp();
  const { t } = useLocale();
  return (
    <Choices
      title={t(FACET_TITLES[name])}
      items={items}
      limit={items.length <= FIRST + 1 ? items.length : FIRST}
      onToggle={item => state.toggle(name, item.code)}
    />
  );
}

/** What none of the choices would give, so that the counts add up. */
function Rest({ text, n }: { text: string; n: number | undefined }) {
  const { format } = useLocale();
  if (!n) return null;
  return (
    <p class="choice-rest">
      <span>{text}</span>
      <span class="number">{format.count(n)}</span>
    </p>
  );
}
