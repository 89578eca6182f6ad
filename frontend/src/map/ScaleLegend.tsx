import type { Measure, TileJSON } from '../api/vocabulary';
import { type App, type Locale, useApp, useLocale } from '../app';
import { judges } from '../state/judge';
import type { LayerTiles } from '../state/queries-map';
import { Explained } from '../ui/Explained';
import { cellSurface } from './cells';
import { isChange } from './colours';
import { changeShort, changeText, classText, fewText, shortText } from './legend-text';
import {
  areaBreaks,
  type Breaks,
  cellBreaks,
  changeClasses,
  type LegendClass,
  legendClasses,
  type Scaled,
} from './scale';

/** ScaleLegend is the colours of the measure, or of its change, with their numbers. They hold for the whole filter. */
export function ScaleLegend({ answer: { tiles, layer } }: { answer: LayerTiles }) {
  const app = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const resolution = resolutionInView(app, tiles);
  const km2 = layer === 'cells' ? cellSurface(resolution) : undefined;
  const nothing = tiles.legend?.totals.n === 0 && !tiles.legend.totals.n_before;
  return (
    <>
      {isChange(tiles) ? <ChangeTitle tiles={tiles} /> : <MeasureTitle />}
      {km2 !== undefined && <p class="quiet cell-size">{t('legend.cell', { km2: format.surface(km2) })}</p>}
      {nothing ? (
        <p class="quiet">{t('legend.empty')}</p>
      ) : (
        <Scale rows={rowsOf(app, locale, { tiles, layer, resolution })} />
      )}
    </>
  );
}

function MeasureTitle() {
  const { state } = useApp();
  const { t } = useLocale();
  const { measure } = state.view.value;
  return (
    <h2>
      <Explained term={t(`measure.${measure}`)} why={t(`measure.${measure}.why`)} />
    </h2>
  );
}

/** What has changed, since when: both windows by their days, and how many complaints each has. */
function ChangeTitle({ tiles }: { tiles: TileJSON }) {
  const { state } = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const { from, to } = state.asked.value;
  const then = tiles.legend?.compare;
  const totals = tiles.legend?.totals;
  return (
    <>
      <h2>
        <Explained term={t('change.title')} why={t('change.title.why')} />
      </h2>
      {from && to && then && (
        <p class="windows">
          {t('change.windows', { now: format.days(from, to), before: format.days(then.from, then.to) })}
        </p>
      )}
      {totals && then && <p class="quiet">{totalsText(totals, then, locale)}</p>}
    </>
  );
}

type Legend = NonNullable<TileJSON['legend']>;

/** How many there are, and how many there were; of a window that was under way, until when. */
function totalsText(
  totals: Legend['totals'],
  then: NonNullable<Legend['compare']>,
  { t, format }: Locale,
): string {
  const counts = { n: format.count(totals.n), before: format.count(totals.n_before ?? 0) };
  if (Date.parse(then.as_of) >= Date.parse(then.to)) return t('change.totals', counts);
  return t('change.totals.until', { ...counts, time: format.moment(then.as_of) });
}

interface Row {
  readonly colour: string;
  readonly long: string;
  readonly short: string;
  /** Whether it is what cannot be judged, which is no step of the scale. */
  readonly few?: boolean;
}

function Scale({ rows }: { rows: readonly Row[] }) {
  return (
    <ol class="scale">
      {rows.map(({ colour, long, short, few }) => (
        <li key={colour} data-few={few}>
          <span class="swatch" style={{ '--colour': colour }} />
          <span class="long">{long}</span>
          <span class="short">{short}</span>
        </li>
      ))}
    </ol>
  );
}

type Scaling = LayerTiles & { readonly resolution: number };

function rowsOf({ state, theme, legendInk }: App, locale: Locale, scaling: Omit<Scaling, 'key'>): Row[] {
  const { measure } = state.view.value;
  // The colours that the data has on the map.
  const ink = legendInk.value ?? theme.value;
  const texts = (all: LegendClass[], long: (c: LegendClass) => string, short: (c: LegendClass) => string) =>
    all.map(c => ({ colour: c.colour, long: long(c), short: short(c) }));
  if (isChange(scaling.tiles)) {
    const classes = changeClasses(breaksOf(scaling, 'change'), ink);
    return texts(
      classes,
      c => changeText(c, locale),
      c => changeShort(c, locale),
    );
  }
  const classes = legendClasses(breaksOf(scaling, measure), measure, ink);
  const steps = texts(
    classes,
    c => classText(c, measure, locale),
    c => shortText(c, measure, locale),
  );
  return [...steps, ...fewRows(measure, locale)];
}

/** What is too little to be judged, below a measure that judges. */
function fewRows(measure: Measure, locale: Locale): Row[] {
  if (!judges(measure)) return [];
  const [long, short] = [fewText(measure, locale), locale.t('legend.few.short')];
  return [{ colour: 'var(--few)', long, short, few: true }];
}

function breaksOf({ layer, tiles, resolution }: Omit<Scaling, 'key'>, scaled: Scaled): Breaks {
  return layer === 'cells' ? (cellBreaks(tiles, scaled).get(resolution) ?? []) : areaBreaks(tiles, scaled);
}

/** The size of the hexagons that the map shows: tiles end at a zoom, and are enlarged from there. */
function resolutionInView({ state, tileZoom }: App, { maxzoom }: TileJSON): number {
  return resolutionAt(state.meta.value.resolutions, Math.min(tileZoom.value, maxzoom));
}

function resolutionAt(resolutions: readonly number[], zoom: number): number {
  return resolutions[Math.min(zoom, resolutions.length - 1)] ?? 0;
}
