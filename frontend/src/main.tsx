import 'maplibre-gl/dist/maplibre-gl.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/layout.css';
import './ui/panels.css';
import './ui/search.css';
import './ui/map.css';
import './ui/tools.css';
import './ui/legend.css';
import './ui/swipe.css';
import './ui/ground.css';
import './ui/time.css';
import './ui/filters.css';
import './ui/ranking.css';
import './ui/charts.css';
import './ui/list.css';
import './ui/brief.css';
import './ui/wall.css';
import './ui/print.css';
import './ui/words.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { createApi, Fault } from './api/client';
import { watchEvents } from './api/events';
import { retryFailed } from './api/resource';
import type { Meta } from './api/vocabulary';
import { AppProvider, createApp } from './app';
import { translator } from './i18n';
import './map/worker';
import { BootFault } from './panels/BootFault';
import { Page } from './panels/Page';
import { bindAddress, readPlace } from './state/address';
import { minuteClock } from './state/clock';
import { lineageOf } from './state/lineage';
import { createQueries } from './state/queries';
import { createBriefQueries } from './state/queries-views';
import { createSearch } from './state/search';
import { createState, firstPlace } from './state/state';
import { knownPlace, leaveOut, unreadOf } from './state/unknown';
import { mediaSignal } from './ui/media';

const origin = window.location.origin;
/** What a fault means to the page, once there is one. */
let heed: (fault: Fault) => void = () => {};
const api = createApi(origin, fault => heed(fault));
/** How many candidates of an address are listed: more than one reads at a glance. */
const CANDIDATES = 5;

// The map's code is the largest thing to load, and needs no answer of the service to begin.
let hasMapCode = false;
void import('./map/city-map').then(
  () => {
    hasMapCode = true;
  },
  () => {}, // MapView loads it again, and says what is wrong
);

/** start loads what a filter can name, then draws the page. */
async function start(root: HTMLElement): Promise<void> {
  const place = readPlace(window.location.search, window.location.pathname);
  document.documentElement.lang = place.view.language;
  if (place.view.theme) document.documentElement.dataset.theme = place.view.theme;
  let meta: Meta;
  try {
    meta = await api.meta(new AbortController().signal);
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault(0, {});
    render(<BootFault fault={fault} t={translator(place.view.language)} />, root);
    return;
  }
  const { search: query, pathname } = window.location;
  const link = knownPlace(firstPlace(query, pathname, meta, new Date()), meta);
  const state = createState(meta, link.place, () => new Date());
  state.dropped.value = [...unreadOf(query), ...link.dropped];
  heed = fault => leaveOut(state, fault);
  const search = createSearch((q, signal) => api.geocode(q, CANDIDATES, signal));
  const dark = mediaSignal('(prefers-color-scheme: dark)');
  const clock = minuteClock();
  const brief = createBriefQueries(state, api, clock);
  const queries = createQueries(state, api);
  const app = createApp({ state, queries, search, brief, clock, hasMapCode: () => hasMapCode }, dark);
  // The theme first: what is drawn in the same change reads its colours.
  effect(() => {
    document.documentElement.dataset.theme = app.theme.value;
  });
  effect(() => {
    const { language, t, name } = app.locale.value;
    document.documentElement.lang = language;
    document.title = t('app.titleOf', { city: name(state.meta.value.city) });
  });
  bindAddress(state, window);
  effect(() => {
    const home = app.queries.home.value?.area;
    if (home) state.areaLevel.value = home.level;
  });
  effect(() => {
    const { ranking, area } = app.queries;
    state.lineage.value = lineageOf(ranking.data.value?.areas ?? [], area.data.value);
  });
  // For the browser's console and for tests: what is drawn, without looking at pixels, and whether all is there.
  Object.assign(window, { diemnong: { map: () => app.map.peek(), whole: app.whole } });
  watchEvents(origin, meta.revision, {
    onRevision: revision => void renew(revision),
    onFreshness: since => {
      app.stale.value = since;
    },
    onConnection: since => {
      app.lost.value = since;
      if (!since) retryFailed();
    },
  });
  render(
    <AppProvider value={app}>
      <Page />
    </AppProvider>,
    root,
  );

  /** A new revision may bring new names and a longer extent: these first, then the figures. */
  async function renew(revision: number): Promise<void> {
    if (revision === state.revision.peek()) return;
    try {
      state.meta.value = await api.meta(new AbortController().signal);
    } catch {
      // The old names still serve; the figures below report what is wrong.
    }
    state.revision.value = revision;
  }
}

const root = document.getElementById('app');
if (root) void start(root);
