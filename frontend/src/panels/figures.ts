import type { Area, AreaDetail, AreaList, Measures } from '../api/vocabulary';
import type { App, Locale } from '../app';
import { cellSurface, resolutionOf } from '../map/cells';
import type { Selection } from '../state/selection';

/** The figures that the subject's own are compared with, and their window. */
export interface Before {
  readonly mode: string;
  readonly total: Measures;
  readonly from: string;
  readonly to: string;
  /** The moment that it is judged at: the age that the subject's own window has. */
  readonly as_of: string;
}

/** What the figures panel is about. */
export interface Subject {
  readonly kind: 'city' | 'area' | 'cell' | 'agency' | 'category' | 'group';
  readonly name: string;
  /** What it is: a ward in a district, an agency, a kind of complaint. */
  readonly what: string;
  readonly measures: Measures | undefined;
  /** The window that it is compared with, when there is one. */
  readonly before: Before | undefined;
  /** The area with its relatives, once it is known. */
  readonly area: AreaDetail | undefined;
  /** Whether it was selected; else it is what the page is about, and cannot be closed. */
  readonly selected: boolean;
}

/** subjectOf is what is selected, else what the page is about. Reads signals: call it while drawing. */
export function subjectOf(app: App, locale: Locale): Subject {
  const { selection } = app.state.view.value;
  if (selection?.kind === 'cell') return cellSubject(app, locale, selection.h3);
  const stats = app.queries.categories.data.value;
  const area = areaInFocus(app);
  const about = {
    measures: stats && withDensity(stats.total, groundOf(app, area)),
    before: stats?.compare,
    area,
    selected: selection !== null && selection.kind !== 'complaint',
  };
  if (app.state.focus.value) return { kind: 'area', ...areaWords(app, locale, area), ...about };
  return { ...thingWords(app, locale, selection), ...about };
}

/** A number of residents and a surface, where they are known. */
export interface Ground {
  readonly population: number | undefined;
  readonly km2: number | undefined;
}

/** withDensity adds what follows from counts and ground, as the service reckons it. */
export function withDensity(measures: Measures, { population, km2 }: Ground): Measures {
  const { per_1000: _, per_km2: __, ...counts } = measures;
  return {
    ...counts,
    ...(population && { per_1000: (measures.n * 1000) / population }),
    ...(km2 && { per_km2: measures.n / km2 }),
  };
}

/** groundOfAll is the ground of all areas of a level together; unknown as soon as one of them is. */
export function groundOfAll(areas: readonly Pick<Area, 'population' | 'area_km2'>[]): Ground {
  const sum = (of: (a: (typeof areas)[number]) => number | undefined) =>
    areas.length > 0 && areas.every(a => of(a))
      ? areas.reduce((total, a) => total + (of(a) ?? 0), 0)
      : undefined;
  return { population: sum(a => a.population), km2: sum(a => a.area_km2) };
}

/** The ground that the subject's complaints lie on: its own as an area, all areas' for the whole city. */
function groundOf({ state, queries }: App, detail: AreaDetail | undefined): Ground {
  const nothing = { population: undefined, km2: undefined };
  if (state.focus.value)
    return detail ? { population: detail.area.population, km2: detail.area.area_km2 } : nothing;
  const { selection } = state.view.value;
  const list: AreaList | undefined = queries.ranking.data.value;
  const whole =
    (selection === null || selection.kind === 'complaint') && state.asked.value.areas.length === 0;
  return whole && list ? groundOfAll(list.areas) : nothing;
}

function areaInFocus({ state, queries }: App): AreaDetail | undefined {
  const focus = state.focus.value;
  const detail = queries.area.data.value;
  return focus && detail?.area.set === focus.set && detail.area.code === focus.code ? detail : undefined;
}

function cellSubject({ cell }: App, { t, format }: Locale, h3: string): Subject {
  const km2 = cellSurface(resolutionOf(h3));
  return {
    kind: 'cell',
    name: t('panel.cell'),
    what: km2 === undefined ? '' : t('panel.cell.size', { km2: format.surface(km2) }),
    measures: cell.value?.h3 === h3 ? cell.value.measures : undefined,
    before: undefined,
    area: undefined,
    selected: true,
  };
}

type Words = Pick<Subject, 'name' | 'what'>;

function areaWords({ state }: App, { t, name }: Locale, detail: AreaDetail | undefined): Words {
  if (!detail) return { name: '…', what: '' };
  const { area, parent } = detail;
  const set = state.meta.value.area_sets.find(s => s.code === area.set);
  const level = set?.levels.find(l => l.code === area.level);
  const parts = [level && name(level), parent && t('panel.parent', { name: name(parent) })];
  return { name: name(area), what: parts.filter(Boolean).join(' · ') };
}

/** The words for what has a code in the catalogue; the city for everything else. */
function thingWords(
  { state }: App,
  locale: Locale,
  selection: Selection | null,
): Words & Pick<Subject, 'kind'> {
  const { t, name, format } = locale;
  const { city, agencies, categories, groups } = state.meta.value;
  const nameOf = (list: readonly { code: string; name: string; name_en: string }[], code: string) => {
    const thing = list.find(one => one.code === code);
    return thing ? name(thing) : code;
  };
  switch (selection?.kind) {
    case 'agency':
      return { kind: 'agency', name: nameOf(agencies, selection.code), what: t('facet.agency') };
    case 'category':
      return { kind: 'category', name: nameOf(categories, selection.code), what: t('facet.category') };
    case 'group': {
      const kinds = categories.filter(c => c.group === selection.code).length;
      const what = t('panel.group.what', { n: format.count(kinds) });
      return { kind: 'group', name: nameOf(groups, selection.code), what };
    }
    default:
      return { kind: 'city', name: name(city), what: t('panel.whole') };
  }
}
