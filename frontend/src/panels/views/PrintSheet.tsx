import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useApp, useLocale } from '../../app';
import { attributionOf } from '../../map/attribution';
import { Legend } from '../../map/Legend';
import { useChosen } from '../chosen';
import { subjectOf } from '../figures';
import { paint } from './printing';
import { SheetFigures } from './SheetFigures';
import { SheetRanking } from './SheetRanking';

/** Dots to a pixel of the page: some 200 to an inch where the map takes half of an A4 page. */
const SHARPNESS = 2;

/**
 * PrintSheet is the present picture on one page of A4: what it is about, the map, its legend, the
 * key figures, the first of the ranking, and where all that comes from. It is mounted while the browser prints.
 */
export function PrintSheet() {
  const app = useApp();
  const { t } = useLocale();
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = app.map.value;
  const copy = () => {
    if (canvas.current) map?.copyInto(canvas.current, Math.max(SHARPNESS, window.devicePixelRatio));
  };
  // Before the browser lays the sheet out: it does not wait.
  useLayoutEffect(() => {
    const release = map?.holdSize();
    copy();
    return release;
  }, [map]);
  // A preview that stays open, or is laid out anew, has the colours of paper as soon as the map has them.
  useEffect(() => {
    let there = true;
    void paint(app).then(() => {
      if (!there) return;
      copy();
      app.legendInk.value = null;
    });
    return () => {
      there = false;
    };
  }, [map]);
  const lying = window.innerWidth >= window.innerHeight;
  return (
    <main class="sheet" data-lying={lying} aria-label={t('print.label')}>
      <style>{`@page { size: A4 ${lying ? 'landscape' : 'portrait'}; margin: 10mm; }`}</style>
      <SheetHead />
      <div class="sheet-map">{map && <canvas ref={canvas} role="img" aria-label={t('map.label')} />}</div>
      <div class="sheet-legend">
        <Legend />
      </div>
      <SheetFigures />
      <SheetRanking />
      <SheetFoot />
    </main>
  );
}

/** What the page is about: whose figures, of when, narrowed to what. */
function SheetHead() {
  const app = useApp();
  const locale = useLocale();
  const { t, format, name } = locale;
  const { city } = app.state.meta.value;
  const subject = subjectOf(app, locale);
  const chosen = useChosen();
  const about = subject.kind === 'city' ? name(city) : `${subject.name}, ${name(city)}`;
  return (
    <header class="sheet-head">
      <h1>
        {t('print.title', { about })}
        {city.demo && <small> · {t('app.demo')}</small>}
      </h1>
      <p>{format.period(app.state.filter.value)}</p>
      <p class="sheet-filter">
        {chosen.length > 0
          ? t('print.filter', { filter: chosen.map(c => c.name).join(' · ') })
          : t('print.noFilter')}
      </p>
    </header>
  );
}

/** How old the figures are, where they come from, and where the picture is found again. */
function SheetFoot() {
  const app = useApp();
  const { state, queries, clock } = app;
  const { t, format } = useLocale();
  const ground = attributionOf(app);
  const { attribution } = state.meta.value;
  const asOf = queries.categories.data.value?.as_of;
  return (
    <footer class="sheet-foot">
      <p>
        {asOf && t('about.asOf', { time: format.moment(asOf) })} ·{' '}
        {t('about.revision', { n: format.count(state.revision.value) })} ·{' '}
        {t('print.printed', { time: format.moment(clock.value.toISOString()) })}
      </p>
      {attribution && <p>{t('print.source', { source: attribution })}</p>}
      {ground && <p>{t('ground.attribution', { sources: ground })}</p>}
      <p class="sheet-address">{window.location.href}</p>
    </footer>
  );
}
