import { useApp, useLocale } from '../app';
import { addDays } from '../state/days';
import { PRESETS, type Preset, presetOf, presetPeriod } from '../state/periods';

/** PeriodPicker sets the window of time: by name, or day by day. */
export function PeriodPicker() {
  const { state } = useApp();
  const { t } = useLocale();
  const { from, to } = state.filter.value;
  // The window is half-open for the service; a person names its last day.
  const last = to ? addDays(to.slice(0, 10), -1) : '';
  return (
    <section class="facet" aria-labelledby="period-title">
      <header class="facet-head">
        <h3 id="period-title">{t('facet.time')}</h3>
      </header>
      <Presets />
      <div class="dates">
        <label>
          <span>{t('time.from')}</span>
          <input
            type="date"
            class="field"
            value={from?.slice(0, 10) ?? ''}
            max={last || undefined}
            onChange={event => state.narrow({ from: event.currentTarget.value || undefined })}
          />
        </label>
        <label>
          <span>{t('time.to')}</span>
          <input
            type="date"
            class="field"
            value={last}
            min={from?.slice(0, 10)}
            onChange={event => {
              const day = event.currentTarget.value;
              state.narrow({ to: day ? addDays(day, 1) : undefined });
            }}
          />
        </label>
      </div>
    </section>
  );
}

/** Presets are the windows with a name. */
export function Presets() {
  const { state } = useApp();
  const { t } = useLocale();
  const end = state.end.value;
  const chosen = presetOf(state.filter.value, end);
  const choose = (preset: Preset) => {
    const period = presetPeriod(preset, end);
    state.narrow({ from: period?.from, to: period?.to });
  };
  return (
    <fieldset class="presets" aria-label={t('facet.time')}>
      {PRESETS.map(preset => (
        <button
          key={preset}
          type="button"
          class="chip"
          aria-pressed={preset === chosen}
          title={preset === 'term' ? t('time.preset.term.why') : undefined}
          onClick={() => choose(preset)}
        >
          {t(`time.preset.${preset}`)}
        </button>
      ))}
    </fieldset>
  );
}
