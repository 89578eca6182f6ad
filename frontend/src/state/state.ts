import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { AreaSet, Meta } from '../api/vocabulary';
import { isFirstVisit, type Place, readPlace } from './address';
import { addDays, type Day, dayOf } from './days';
import { type Filter, type FilterList, filterKey, newFilter, toggled } from './filter';
import { type Lineage, narrowAreas } from './lineage';
import { type Clock, type Period, presetPeriod } from './periods';
import type { Route } from './route';
import type { Selection } from './selection';
import { sheetToRead } from './unfolded';
import type { Dropped } from './unknown';
import { type Layer, measuresOf, type View } from './view';

/** The page's state: one filter, one view, and what follows from them. */
export interface AppState {
  readonly meta: Signal<Meta>;
  readonly filter: ReadonlySignal<Filter>;
  readonly view: ReadonlySignal<View>;
  /** Grows with every new revision of the data. */
  readonly revision: Signal<number>;
  /** The areas in use: the ones chosen, else the ones in force; null in a city without areas. */
  readonly areas: ReadonlySignal<{ set: AreaSet; level: AreaSet['levels'][number] } | null>;
  /** The level of the area whose page it is; empty until the service has said so. */
  readonly areaLevel: Signal<string>;
  /** What map, facets, list and curve are about: the filter, on an area's page narrowed to that area. */
  readonly asked: ReadonlySignal<Filter>;
  /** What the figures are about: `asked`, narrowed to the selected area, agency or kind, if one is. */
  readonly scope: ReadonlySignal<Filter>;
  /** What is known of which area lies in which. */
  readonly lineage: Signal<Lineage>;
  /** Whether the selected area lies outside of those that the filter is narrowed to: it narrows nothing then. */
  readonly outside: ReadonlySignal<boolean>;
  /** The area that the figures are about: the selected one, else the one of an area's page. */
  readonly focus: ReadonlySignal<{ readonly set: string; readonly code: string } | null>;
  /** The first day after the data that a preset may end on. */
  readonly end: ReadonlySignal<Day>;
  /** What presets count back from; it goes on with every new revision. */
  readonly clock: ReadonlySignal<Clock>;
  /** What a link has named that does not exist: it was left out. Empty when that was read. */
  readonly dropped: Signal<readonly Dropped[]>;
  place(): Place;
  go(place: Place): void;
  /** Changes the filter; what it leaves out stays. */
  narrow(change: Partial<Filter>): void;
  /** Adds a value to a list of the filter, or takes it out. */
  toggle(list: FilterList, value: string): void;
  /** Changes something without a step of the browser's history: what was wrong is not gone back to. */
  amend(change: () => void): void;
  look(change: Partial<View>): void;
  showLayer(layer: Layer): void;
  select(selection: Selection | null): void;
  /**
   * Begins something that goes on for a while, such as a drag or playing forward.
   * Changes made through it are one step of the browser's history together: the
   * first one makes the step, the others replace its address.
   */
  gesture(): (change: () => void) => void;
  /** Whether a hand moves something right now, such as an edge of the window: what can wait, waits. */
  readonly held: Signal<boolean>;
  /** While a window is played, the newest one of its length: its legend holds for all steps; else null. */
  readonly played: Signal<Period | null>;
  /** Whether a change belongs to a gesture that has made its step already. */
  withinGesture(): boolean;
}

/** createState starts at a place. `now` is the clock. */
export function createState(meta: Meta, start: Place, now: () => Date): AppState {
  const metaSignal = signal(meta);
  const filter = signal(start.filter);
  const view = signal(start.view);
  const areaLevel = signal('');
  const narrow = (change: Partial<Filter>) => {
    filter.value = newFilter({ ...filter.peek(), ...change });
  };
  const look = (change: Partial<View>) => {
    view.value = { ...view.peek(), ...change };
  };
  const clock = computed(() => clockOf(metaSignal.value, now()));
  const asked = computed(() => within(filter.value, view.value.page));
  const lineage = signal<Lineage>(new Map());
  const outside = computed(() => areasOf(filter.value, view.value, lineage.value)?.length === 0);
  let going = false;
  const changeAs = (within: boolean, change: () => void) => {
    going = within;
    try {
      batch(change);
    } finally {
      going = false;
    }
  };
  return {
    meta: metaSignal,
    filter,
    view,
    revision: signal(meta.revision),
    areas: computed(() => areasInUse(metaSignal.value, view.value, areaLevel.value)),
    areaLevel,
    dropped: signal([]),
    asked,
    scope: computed(() => {
      const areas = areasOf(filter.value, view.value, lineage.value);
      if (!areas) return within(asked.value, view.value.selection);
      return areas.length > 0 ? newFilter({ ...filter.value, areas }) : filter.value;
    }),
    lineage,
    outside,
    focus: computed(() => focusOf(view.value)),
    end: computed(() => clock.value.end),
    clock,
    place: () => ({ filter: filter.value, view: view.value }),
    go: place =>
      batch(() => {
        filter.value = place.filter;
        view.value = place.view;
      }),
    narrow,
    toggle: (list, value) => narrow({ [list]: toggled(filter.peek()[list] as readonly string[], value) }),
    amend: change => changeAs(true, change),
    look,
    showLayer: layer => {
      const { measure, selection } = view.peek();
      look({
        layer,
        measure: measuresOf(layer).includes(measure) ? measure : 'n',
        selection: layer === 'areas' && selection?.kind === 'cell' ? null : selection,
      });
    },
    select: selection => look({ selection, sheet: sheetToRead(view.peek().sheet) }),
    held: signal(false),
    played: signal(null),
    gesture: () => {
      let begun = false;
      return change => {
        const before = filterKey(filter.peek());
        changeAs(begun, change);
        begun ||= filterKey(filter.peek()) !== before;
      };
    },
    withinGesture: () => going,
  };
}

/** firstPlace is the place of an address; on a first visit, with the last 30 days. */
export function firstPlace(search: string, path: string, meta: Meta, now: Date): Place {
  const place = readPlace(search, path);
  if (!isFirstVisit(search)) return place;
  const period = presetPeriod('30d', clockOf(meta, now));
  return { ...place, filter: newFilter({ ...place.filter, ...period }) };
}

function clockOf(meta: Meta, now: Date): Clock {
  return { end: endOfData(meta, now), now: now.getTime(), timeZone: meta.city.time_zone };
}

/** The day after the newest complaint, but not after today: presets count back from it. */
function endOfData(meta: Meta, now: Date): Day {
  const zone = meta.city.time_zone;
  const tomorrow = addDays(dayOf(now, zone), 1);
  const { to } = meta.extent;
  if (!to) return tomorrow;
  const afterNewest = addDays(dayOf(new Date(to), zone), 1);
  if (afterNewest < tomorrow) return afterNewest;
  return tomorrow;
}

function areasInUse(meta: Meta, view: View, areaLevel: string): ReturnType<AppState['areas']['peek']> {
  const { page } = view;
  const set =
    meta.area_sets.find(s => s.code === (page.kind === 'area' ? page.set : view.set)) ??
    meta.area_sets.find(s => s.code === meta.default_set) ??
    meta.area_sets.at(-1);
  const wanted = view.level || (page.kind === 'area' ? areaLevel : '');
  const level = set?.levels.find(l => l.code === wanted) ?? set?.levels.at(-1);
  return set && level ? { set, level } : null;
}

function focusOf({ selection, page }: View): { set: string; code: string } | null {
  if (selection?.kind === 'area') return selection;
  return selection === null && page.kind === 'area' ? page : null;
}

/** What the selected area leaves of those of the filter; undefined on an area's page, whose links lead to others. */
function areasOf(filter: Filter, { selection, page }: View, lineage: Lineage): readonly string[] | undefined {
  if (selection?.kind !== 'area' || page.kind === 'area') return undefined;
  return narrowAreas(filter.areas, `${selection.set}:${selection.code}`, lineage);
}

/** A filter narrowed to an area, an agency or a kind of complaint; nothing else narrows. */
function within(filter: Filter, to: Selection | Route | null): Filter {
  switch (to?.kind) {
    case 'area':
      return newFilter({ ...filter, areas: [`${to.set}:${to.code}`] });
    case 'agency':
      return newFilter({ ...filter, agencies: [to.code] });
    case 'category':
      return newFilter({ ...filter, categories: [to.code] });
    case 'group':
      return newFilter({ ...filter, groups: [to.code] });
    default:
      return filter;
  }
}
