import { useMemo } from 'preact/hooks';
import type { Meta, Named } from '../api/vocabulary';
import { type App, type Locale, useApp, useLocale } from '../app';
import { type Chosen, chosenOf } from '../state/chosen';

/** One thing that the filter is narrowed to, in words. */
export type NamedChosen = Chosen & { readonly name: string };

/** useChosen is what the filter is narrowed to besides its window of time, each with its name. */
export function useChosen(): readonly NamedChosen[] {
  const app = useApp();
  const locale = useLocale();
  const { state, queries } = app;
  return useMemo(
    () => namedChosen(app, locale),
    [state.filter.value, state.meta.value, state.view.value.page.kind, queries.areaNames.value, locale],
  );
}

/** namedChosen is the same outside of a component. Reads signals. */
export function namedChosen({ state, queries }: App, locale: Locale): readonly NamedChosen[] {
  const meta = state.meta.value;
  const areas = queries.areaNames.value;
  // An area's page has its area in the path; the areas of the filter say nothing there.
  const fixed = state.view.value.page.kind === 'area';
  return chosenOf(state.filter.value, meta)
    .filter(c => !(fixed && c.kind === 'areas'))
    .map(c => ({ ...c, name: nameOf(c, locale, meta, areas) }));
}

/** nameOf is what a chosen thing is called; one that nobody knows is called by its code. */
export function nameOf(
  chosen: Chosen,
  { t, name, format }: Locale,
  meta: Pick<Meta, 'groups' | 'categories' | 'agencies'>,
  areas: ReadonlyMap<string, Named>,
): string {
  const named = (thing: Named | undefined) => (thing ? name(thing) : chosen.code);
  const among = (things: readonly Named[]) => named(things.find(thing => thing.code === chosen.code));
  switch (chosen.kind) {
    case 'groups':
    case 'categories':
    case 'agencies':
      return among(meta[chosen.kind]);
    case 'areas':
      return named(areas.get(chosen.code));
    case 'classes':
      return t(`class.${chosen.code}`);
    case 'channels':
      return t(`channel.${chosen.code}`);
    case 'statuses':
      return t(`status.${chosen.code}`);
    case 'qualities':
      return t(`located.${chosen.code}`);
    case 'asOf':
      return t('filters.asOf', { time: momentOf(chosen.code, format) });
    case 'agencyView':
      return t('filters.asNow');
  }
}

/** A date is the beginning of that day in the city; anything else has a time of its own. */
function momentOf(time: string, format: Locale['format']): string {
  return time.includes('T') ? format.moment(time) : format.day(time);
}
