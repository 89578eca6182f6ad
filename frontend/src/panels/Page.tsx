import { useEffect } from 'preact/hooks';
import { type App, useApp, useLocale } from '../app';
import { FoundNote } from '../map/FoundNote';
import { HoverCard, MiddleNote } from '../map/HoverCard';
import { Legend } from '../map/Legend';
import { MapButtons } from '../map/MapButtons';
import { MapTools } from '../map/MapTools';
import { MapView } from '../map/MapView';
import { About } from './About';
import { Chips } from './Chips';
import { FiguresPanel } from './FiguresPanel';
import { FilterPanel } from './FilterPanel';
import { StaleNote } from './StaleNote';
import { Timeline } from './Timeline';
import { TopBar } from './TopBar';

/** Page is the whole: the map, and around it what narrows and what it says. */
export function Page() {
  const app = useApp();
  const { t } = useLocale();
  useKeys(app);
  return (
    <div class="page" data-filters={app.panels.filters.value} data-figures={app.panels.figures.value}>
      <a class="skip" href="#figures">
        {t('app.skip')}
      </a>
      <TopBar />
      <StaleNote />
      <FilterPanel />
      <main class="stage" aria-label={t('map.label')}>
        <MapView />
        <div class="map-top">
          <MapTools />
          <FoundNote />
          <Chips />
        </div>
        <Legend />
        <MapButtons />
        <HoverCard />
        <MiddleNote />
      </main>
      <FiguresPanel />
      <Timeline />
      <About />
    </div>
  );
}

/** The keys of the page: / finds, f filters, Esc steps back. */
function useKeys(app: App): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.key === 'Escape') stepBack(app);
      if (isTyping(event.target)) return;
      if (event.key === '/') {
        event.preventDefault();
        document.getElementById('search')?.focus();
      }
      if (event.key === 'f') openFilters(app);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [app]);
}

function stepBack(app: App): void {
  if (app.about.peek()) app.about.value = false;
  else if (app.state.view.peek().selection) app.state.select(null);
  else if (app.state.view.peek().found) app.state.look({ found: null });
}

function openFilters(app: App): void {
  app.panels.filters.value = true;
  requestAnimationFrame(() => document.getElementById('filters-title')?.focus());
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = target.closest('input, select, textarea, [contenteditable]');
  return field !== null && !(field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type));
}
