import { useEffect, useRef } from 'preact/hooks';
import { useApp, useLocale } from '../app';
import type { Selection } from '../state/selection';
import { HEIGHTS, heightOf, sheetAt } from '../state/unfolded';
import { focusNext } from '../ui/focus';
import { Icon } from '../ui/Icon';
import { Later } from '../ui/Later';
import { EmptyMessage, FaultMessage } from '../ui/StateMessage';
import { AgencyBars, AreaBars, FieldBars, KindBars } from './BarCards';
import { ClassPie } from './ClassPie';
import { CourseCard } from './CourseCard';
import { ComplaintPanel } from './complaint/ComplaintPanel';
import { type Subject, subjectOf } from './figures';
import { Headline } from './Headline';
import { HoursCard } from './HoursCard';
import { Outside } from './Outside';
import { PresetSelect } from './Presets';
import { Ranking } from './Ranking';
import { ShortLists } from './ShortLists';
import { AreaBrief } from './views/AreaBrief';

/** FiguresPanel says how much, since when, how late: of the city or of what is selected. */
export function FiguresPanel() {
  const app = useApp();
  const locale = useLocale();
  const body = useRef<HTMLDivElement>(null);
  const { selection } = app.state.view.value;
  // What was just chosen is read from the top.
  useEffect(() => {
    if (selection) body.current?.scrollTo({ top: 0 });
  }, [selection]);
  useWayBack(selection);
  if (!app.panels.figures.value) return <Folded />;
  const { queries } = app;
  const fault = queries.categories.fault.value ?? queries.area.fault.value;
  const retry = () => {
    queries.categories.retry();
    queries.area.retry();
  };
  return (
    <aside
      class="figures"
      id="figures"
      aria-label={locale.t('panel.title')}
      data-height={heightOf(app.state.view.value)}
    >
      <SheetHandle />
      <div class="panel-body" ref={body} aria-busy={queries.categories.loading.value}>
        {selection?.kind === 'complaint' ? (
          <ComplaintPanel id={selection.id} />
        ) : app.state.outside.value ? (
          <Outside subject={subjectOf(app, locale)} />
        ) : fault ? (
          <FaultMessage fault={fault} onRetry={retry} />
        ) : (
          <Figures subject={subjectOf(app, locale)} />
        )}
      </div>
    </aside>
  );
}

/** Who closes a complaint is where it was opened from: in the row of the short list, if that is there. */
function useWayBack(selection: Selection | null): void {
  const opened = useRef('');
  useEffect(() => {
    const id = opened.current;
    opened.current = selection?.kind === 'complaint' ? selection.id : '';
    if (!id || selection || document.activeElement !== document.body) return;
    focusNext(() => document.querySelector<HTMLElement>(`.brief-row[data-id="${CSS.escape(id)}"]`));
  }, [selection]);
}

function Figures({ subject }: { subject: Subject }) {
  const empty = subject.measures?.n === 0 && subject.kind !== 'cell';
  return (
    <>
      <AreaBrief />
      <Headline subject={subject} />
      <div class="sheet-presets">
        <PresetSelect />
      </div>
      {empty ? <EmptyMessage /> : <Details subject={subject} />}
    </>
  );
}

/**
 * What is known beyond the first figures, in the order of the questions: how it went, who is late,
 * what it is about, when, and which ones. Of a hexagon a tile knows the classes alone.
 */
function Details({ subject }: { subject: Subject }) {
  const { queries } = useApp();
  const { t } = useLocale();
  const { kind, measures, before } = subject;
  const classes = measures && measures.n > 0 && (
    <ClassPie measures={measures} before={before} question={queries.categories} />
  );
  if (kind === 'cell') {
    return (
      <>
        {classes}
        <p class="note">{t('panel.cell.about')}</p>
        <p class="note">{t('panel.cell.only')}</p>
        <Ranking />
      </>
    );
  }
  return (
    <>
      <Later>
        <CourseCard before={before} />
      </Later>
      <Later>{kind === 'city' && <Ranking />}</Later>
      <Later>
        {classes}
        {kind !== 'category' && kind !== 'group' && <FieldBars />}
        {kind !== 'category' && <KindBars />}
      </Later>
      <Later>
        {kind !== 'agency' && <AgencyBars />}
        {hasAreas(subject) && <AreaBars />}
        <HoursCard />
        <ShortLists />
        {kind !== 'city' && <Ranking />}
      </Later>
    </>
  );
}

/** The city's areas are in the ranking; an area without children has none. */
function hasAreas({ kind, area }: Subject): boolean {
  return kind === 'area' ? (area?.children.length ?? 0) > 0 : kind !== 'city';
}

function Folded() {
  const { panels } = useApp();
  const { t } = useLocale();
  return (
    <button
      type="button"
      class="unfold unfold-right"
      aria-label={t('panel.show')}
      onClick={() => {
        panels.figures.value = true;
      }}
    >
      <Icon name="chart" />
      <span>{t('panel.title')}</span>
    </button>
  );
}

/** The edge of the sheet on a phone: drag it, or press it for the next height. */
function SheetHandle() {
  const { state } = useApp();
  const { t } = useLocale();
  const start = useRef<number | null>(null);
  const dragged = useRef(false);
  const last = HEIGHTS.length - 1;
  const height = HEIGHTS.indexOf(heightOf(state.view.value));
  const moveTo = (next: number) => {
    const to = HEIGHTS[Math.max(0, Math.min(last, next))];
    if (to) state.look({ sheet: sheetAt(to, state.view.peek().selection) });
  };
  return (
    <button
      type="button"
      class="sheet-handle"
      aria-label={height < last ? t('sheet.taller') : t('sheet.shorter')}
      onPointerDown={event => {
        start.current = event.clientY;
        dragged.current = false;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerUp={event => {
        const moved = start.current === null ? 0 : start.current - event.clientY;
        start.current = null;
        dragged.current = Math.abs(moved) > 24;
        if (dragged.current) moveTo(height + Math.sign(moved));
      }}
      onClick={() => {
        // The end of a drag is a click too; it has had its effect.
        if (!dragged.current) moveTo(height < last ? height + 1 : 0);
        dragged.current = false;
      }}
    >
      <span />
    </button>
  );
}
