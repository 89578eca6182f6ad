import type { App, Locale } from '../app';

/** filterWords is what the filter is narrowed to besides its time, in words; empty when it is not. */
export function filterWords({ state }: App, { t, name }: Locale): string {
  const filter = state.asked.value;
  const { groups, categories, agencies } = state.meta.value;
  const named = (
    list: readonly { code: string; name: string; name_en: string }[],
    codes: readonly string[],
  ) => list.filter(thing => codes.includes(thing.code)).map(name);
  const parts: [string, readonly string[]][] = [
    [t('facet.group'), named(groups, filter.groups)],
    [t('facet.category'), named(categories, filter.categories)],
    [t('facet.agency'), named(agencies, filter.agencies)],
    [t('facet.class'), filter.classes.map(c => t(`class.${c}`))],
  ];
  return parts
    .filter(([, names]) => names.length > 0)
    .map(([facet, names]) => `${facet}: ${names.join(', ')}`)
    .join(' · ');
}
