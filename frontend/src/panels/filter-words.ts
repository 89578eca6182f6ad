import type { App, Locale } from '../app';
import type { Key } from '../i18n';
import type { Chosen } from '../state/chosen';
import { namedChosen } from './chosen';

/** What each kind of thing is called that a filter names; some say it themselves. */
const TITLES = {
  classes: 'facet.class',
  groups: 'facet.group',
  categories: 'facet.category',
  agencies: 'facet.agency',
  areas: 'facet.area',
  channels: 'facet.channel',
  statuses: 'facet.status',
  qualities: 'facet.quality',
  asOf: null,
  agencyView: null,
} as const satisfies Record<Chosen['kind'], Key | null>;

/** filterWords is what the filter is narrowed to besides its time, in words; empty when it is not. */
export function filterWords(app: App, locale: Locale): string {
  const names = new Map<Chosen['kind'], string[]>();
  for (const { kind, name } of namedChosen(app, locale)) names.set(kind, [...(names.get(kind) ?? []), name]);
  const parts = [...names].map(([kind, list]) => {
    const title = TITLES[kind];
    return (title === null ? '' : `${locale.t(title)}: `) + list.join(', ');
  });
  return parts.join(' · ');
}
