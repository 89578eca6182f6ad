import { useMemo, useState } from 'preact/hooks';
import { type Locale, useApp, useLocale } from '../app';
import { dayOf } from '../state/days';
import { dayOfMoment } from '../state/moments';
import { type Clock, PRESETS, type Preset, presetOf, presetPeriod } from '../state/periods';

/** Presets are the windows with a name, as buttons; the dates of each are its title. */
export function Presets() {
  const { t } = useLocale();
  const { names, chosen, choose } = usePresets();
  return (
    <fieldset class="presets" aria-label={t('facet.time')}>
      {names.map(({ preset, name, dates }) => (
        <button
          key={preset}
          type="button"
          class="chip"
          aria-pressed={preset === chosen}
          title={dates}
          onClick={() => choose(preset)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

/** PresetSelect is the same choice where there is little room. */
export function PresetSelect() {
  const { t } = useLocale();
  const { names, chosen, choose } = usePresets();
  return (
    <select
      class="field preset-select"
      aria-label={t('time.period')}
      value={chosen ?? ''}
      onChange={event => choose(event.currentTarget.value as Preset)}
    >
      {/* The reader's own days: shown, but nothing to choose. */}
      <option value="" disabled hidden>
        {t('time.preset.own')}
      </option>
      {names.map(({ preset, name, dates }) => (
        <option key={preset} value={preset} title={dates}>
          {name}
        </option>
      ))}
    </select>
  );
}

function usePresets() {
  const { state } = useApp();
  const locale = useLocale();
  const clock = state.clock.value;
  // Two names may mean the same days; the one that was pressed is the one that is shown.
  const [pressed, setPressed] = useState<Preset>();
  const choose = (preset: Preset) => {
    setPressed(preset);
    const period = presetPeriod(preset, clock);
    state.narrow({ from: period?.from, to: period?.to });
  };
  const first = state.meta.value.extent.from;
  const names = useMemo(
    () =>
      PRESETS.map(preset => ({
        preset,
        name: presetName(preset, clock, locale),
        dates: presetDates(preset, clock, first, locale),
      })),
    [clock, locale, first],
  );
  return { names, chosen: presetOf(state.filter.value, clock, pressed), choose };
}

/** The name of a window. Where the data ends in the past there is no "today": the day itself is named. */
function presetName(preset: Preset, clock: Clock, { t, format }: Locale): string {
  const last = presetPeriod('today', clock)?.from ?? clock.end;
  const today = dayOf(new Date(clock.now), clock.timeZone);
  const [year = '', month = ''] = last.split('-');
  const quarter = (of: string) => Math.ceil(Number(of) / 3);
  const sameYear = today.startsWith(year);
  switch (preset) {
    case 'today':
      return last === today ? t('time.preset.today') : format.day(last);
    case 'month':
      return today.startsWith(`${year}-${month}`)
        ? t('time.preset.month')
        : t('time.preset.monthOf', { month: `${month}/${year}` });
    case 'quarter':
      return sameYear && quarter(month) === quarter(today.slice(5, 7))
        ? t('time.preset.quarter')
        : t('time.preset.quarterOf', { quarter: `${quarter(month)}/${year}` });
    case 'year':
      return sameYear ? t('time.preset.year') : t('time.preset.yearOf', { year });
    default:
      return t(`time.preset.${preset}`);
  }
}

/** The exact dates of a window, for terms with what they are. */
function presetDates(
  preset: Preset,
  clock: Clock,
  first: string | undefined,
  { t, format }: Locale,
): string | undefined {
  const period =
    presetPeriod(preset, clock) ?? (first && { from: dayOfMoment(first, clock.timeZone), to: clock.end });
  if (!period) return undefined;
  const dates = format.days(period.from, period.to);
  if (preset === 'term' || preset === 'running') return t(`time.preset.${preset}.why`, { dates });
  return dates;
}
