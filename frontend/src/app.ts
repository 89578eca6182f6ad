import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Measures } from './api/vocabulary';
import { type Language, localName, type Translate, translator } from './i18n';
import { createFormat, type Format } from './i18n/format';
import type { CityMap } from './map/city-map';
import { watchArrival } from './state/arrival';
import { type Calm, createCalm } from './state/calm';
import type { Queries } from './state/queries';
import type { BriefQueries } from './state/queries-views';
import { remembered } from './state/remembered';
import type { AddressSearch } from './state/search';
import type { AppState } from './state/state';
import { PANELS, type Panel, withName } from './state/unfolded';
import type { Theme } from './state/view';
import { mediaSignal } from './ui/media';

/** The words and numbers of the language in force. */
export interface Locale {
  readonly language: Language;
  readonly t: Translate;
  readonly format: Format;
  /** The name of a thing in the language. */
  name(thing: { name: string; name_en: string }): string;
}

/** The figures of the selected hexagon. */
export interface CellFigures {
  readonly h3: string;
  /** Undefined when the tiles in view do not hold it. */
  readonly measures: Measures | undefined;
  /** Where it was clicked, longitude first; unknown when an address named it. */
  readonly place: readonly [number, number] | undefined;
  /** The key of the tiles that said so. */
  readonly key: string;
}

/** Whether a panel is open: reading follows the view, writing changes it. */
export interface Unfolded {
  value: boolean;
}

/** App is what the parts of the page share. */
export interface App extends Calm {
  readonly state: AppState;
  readonly queries: Queries;
  readonly search: AddressSearch;
  readonly locale: ReadonlySignal<Locale>;
  /** The reader's choice, else the one of the system. */
  readonly theme: ReadonlySignal<Theme>;
  readonly cell: Signal<CellFigures | null>;
  /** The map, once it is mounted; null for good in a browser without WebGL. */
  readonly map: Signal<CityMap | null>;
  /** The zoom of the map, rounded down as tiles are. */
  readonly tileZoom: Signal<number>;
  /** Which panels are open; the address holds it. */
  readonly panels: Readonly<Record<Panel, Unfolded>>;
  readonly about: Signal<boolean>;
  /** Whether single keys such as f and / act; the reader's browser remembers it. */
  readonly shortKeys: Signal<boolean>;
  /** Whether the page is as narrow as a phone; the style sheets have the same width. */
  readonly narrow: ReadonlySignal<boolean>;
  /** Whether it is a phone so low that what explains the map would cover it; the style sheets have the same height. */
  readonly low: ReadonlySignal<boolean>;
  /** Since when the data may be behind, as the database does not answer; null when it is fresh. */
  readonly stale: Signal<string | null>;
  /** Since when the connection to the service is lost; null when it is there. */
  readonly lost: Signal<Date | null>;
  /** The time to the minute. */
  readonly clock: ReadonlySignal<Date>;
  /** What an area's own page and the wall ask besides. */
  readonly brief: BriefQueries;
  /** Whether the page is being put on paper, and whether the map is drawn in the colours of paper for that. */
  readonly printing: Signal<boolean>;
  readonly paper: Signal<boolean>;
  /** Whether the page gets itself ready to be printed. */
  readonly preparing: Signal<boolean>;
  /** The theme whose colours the data keeps while the rest changes: its own take a while. Null when it follows. */
  readonly keptInk: Signal<Theme | null>;
  /** The same of the legend: it follows when the map is drawn, so that both agree at any time. */
  readonly legendInk: Signal<Theme | null>;
}

/** The parts that createApp joins. */
export interface Parts {
  readonly state: AppState;
  readonly queries: Queries;
  readonly search: AddressSearch;
  readonly brief: BriefQueries;
  readonly clock: ReadonlySignal<Date>;
  /** Whether the code that draws the map has come. */
  readonly hasMapCode: () => boolean;
}

/** createApp joins the parts; `systemDark` follows the reader's system. */
export function createApp(parts: Parts, systemDark: ReadonlySignal<boolean>): App {
  const { state } = parts;
  watchArrival(state, parts.queries, { status: documentStatus() });
  // A big screen is looked at from afar, often in a dim room.
  const onWall = computed(() => state.view.value.page.kind === 'wall');
  const paper = signal(false);
  const small = matchMedia('(max-width: 1023px)').matches;
  return {
    ...parts,
    locale: computed(() => createLocale(state.view.value.language, state.meta.value.city.time_zone)),
    theme: computed(() =>
      paper.value
        ? 'light'
        : (state.view.value.theme ?? (systemDark.value || onWall.value ? 'dark' : 'light')),
    ),
    cell: signal(null),
    map: signal(null),
    ...createCalm(() => parts.queries.categories.data.value !== undefined, parts.hasMapCode),
    tileZoom: signal(Math.floor(state.view.peek().camera?.zoom ?? 9)),
    panels: {
      filters: unfolded(state, 'filters', small ? ['filters'] : []),
      figures: unfolded(state, 'figures', small ? ['filters'] : []),
    },
    about: signal(false),
    shortKeys: remembered('diemnong.keys', true),
    narrow: mediaSignal('(max-width: 759px)'),
    low: mediaSignal('(max-width: 759px) and (max-height: 719px)'),
    stale: signal(null),
    lost: signal(null),
    printing: signal(false),
    paper,
    preparing: signal(false),
    keptInk: signal(null),
    legendInk: signal(null),
  };
}

/** How the service answered for the page itself; 0 where the browser does not say. */
function documentStatus(): number {
  const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return loaded?.responseStatus ?? 0;
}

/** A panel whose address says nothing is folded as the size of the screen wants it. */
function unfolded({ view, look }: AppState, panel: Panel, byDefault: readonly Panel[]): Unfolded {
  return {
    get value() {
      return !(view.value.folded ?? byDefault).includes(panel);
    },
    set value(open) {
      const folded = view.peek().folded ?? byDefault;
      look({ folded: withName(PANELS, folded, panel, !open) });
    },
  };
}

const Context = createContext<App | null>(null);

/** AppProvider gives the app to all components below. */
export const AppProvider = Context.Provider;

/** useApp is the app of the page. */
export function useApp(): App {
  const app = useContext(Context);
  if (!app) throw new Error('useApp: there is no AppProvider above');
  return app;
}

/** useLocale is the language in force; the component is drawn anew when it changes. */
export function useLocale(): Locale {
  return useApp().locale.value;
}

function createLocale(language: Language, timeZone: string): Locale {
  const t = translator(language);
  return {
    language,
    t,
    format: createFormat(language, timeZone, t),
    name: thing => localName(thing, language),
  };
}
