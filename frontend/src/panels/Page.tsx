import { useApp, useLocale } from '../app';
import { FoundNote } from '../map/FoundNote';
import { HoverCard, MiddleNote } from '../map/HoverCard';
import { Legend } from '../map/Legend';
import { MapButtons } from '../map/MapButtons';
import { MapTools } from '../map/MapTools';
import { MapView } from '../map/MapView';
import { Swipe } from '../map/Swipe';
import { About } from './About';
import { Chips } from './Chips';
import { DroppedNote } from './DroppedNote';
import { FiguresPanel } from './FiguresPanel';
import { FilterPanel } from './FilterPanel';
import { ComplaintList } from './list/ComplaintList';
import { PlayBar, usePlayer } from './Player';
import { Timeline } from './Timeline';
import { TopBar } from './TopBar';
import { useFraming } from './views/framing';
import { useKeys } from './views/keys';
import { Notes } from './views/Notes';
import { NotThere } from './views/NotThere';
import { PrintSheet } from './views/PrintSheet';
import { usePrinting } from './views/printing';
import { SkipLinks } from './views/SkipLinks';
import { Wall } from './views/Wall';

/** Page is the one that the path names. */
export function Page() {
  const app = useApp();
  const { state, printing } = app;
  usePrinting(app);
  const { page } = state.view.value;
  if (page.kind === 'missing') return <NotThere what={page.what} />;
  return (
    <>
      {page.kind === 'wall' ? <Wall /> : <Desk />}
      {printing.value && <PrintSheet />}
    </>
  );
}

/** Desk is the page for reading and asking: the map, and around it what narrows and what it says. */
function Desk() {
  const app = useApp();
  const { t } = useLocale();
  // The list leaves the map little height.
  const low = app.narrow.value || app.state.view.value.list;
  useKeys(app);
  useFraming(app);
  const player = usePlayer();
  return (
    <div class="page" data-filters={app.panels.filters.value} data-figures={app.panels.figures.value}>
      <SkipLinks />
      <TopBar />
      <Notes />
      <FilterPanel />
      <main class="stage" aria-label={t('map.label')}>
        <MapView />
        <Swipe />
        <div class="map-top">
          <MapTools />
          <DroppedNote />
          <FoundNote />
          <Chips />
        </div>
        <Legend form={low ? 'row' : 'column'} foldable={app.low.value} />
        <MapButtons />
        <HoverCard />
        <MiddleNote />
        <PlayBar player={player} />
        <ComplaintList />
      </main>
      <FiguresPanel />
      <Timeline player={player} />
      <About />
    </div>
  );
}
