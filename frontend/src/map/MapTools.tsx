import { COMPARISONS } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import { comparedWindow, modeInForce } from '../state/comparison';
import { type Layer, MODES, measuresOf } from '../state/view';
import { Segmented } from '../ui/Segmented';

/** MapTools choose what is drawn: hexagons or areas, by which measure, in which boundaries, compared with what. */
export function MapTools() {
  const { state } = useApp();
  return (
    <div class="tools" data-layer={state.view.value.layer}>
      <Layers />
      <Modes />
    </div>
  );
}

function Layers() {
  const { state } = useApp();
  const { t, name } = useLocale();
  const { layer, measure } = state.view.value;
  const { area_sets } = state.meta.value;
  const areas = state.areas.value;
  const onlyCounts = modeInForce(state) === 'change';
  const layers: Layer[] = areas ? ['cells', 'areas'] : ['cells'];
  return (
    <div class="tools-row">
      <Segmented
        label={t('map.layer')}
        value={layer}
        options={layers.map(value => ({ value, text: t(`map.${value}`) }))}
        onChange={value => state.showLayer(value)}
      />
      <Choose
        label={t('map.measure')}
        value={onlyCounts ? 'n' : measure}
        options={measuresOf(layer).map(value => ({ value, text: t(`measure.${value}`) }))}
        onChange={value => state.look({ measure: value })}
        disabled={onlyCounts ? t('map.measure.change') : undefined}
      />
      {areas && area_sets.length > 1 && (
        <Choose
          of="areas"
          label={t('map.set')}
          value={areas.set.code}
          options={area_sets.map(set => ({ value: set.code, text: name(set) }))}
          onChange={set => state.look({ set, level: '', selection: null })}
        />
      )}
      {areas && areas.set.levels.length > 1 && (
        <Choose
          of="areas"
          label={t('map.level')}
          value={areas.level.code}
          options={areas.set.levels.map(level => ({ value: level.code, text: name(level) }))}
          onChange={level => state.look({ level, selection: null })}
        />
      )}
    </div>
  );
}

/** The measure alone, its change, or two maps; what cannot be compared says why. */
function Modes() {
  const { state } = useApp();
  const { t } = useLocale();
  const { compare } = state.view.value;
  const { from, to } = state.asked.value;
  const mode = modeInForce(state);
  const possible = comparedWindow(state) !== undefined;
  const why = possible ? undefined : t(from && to ? 'map.mode.impossible' : 'map.mode.needsWindow');
  return (
    <div class="tools-row modes">
      <Segmented
        label={t('map.mode')}
        value={mode}
        options={MODES.map(value => ({
          value,
          text: t(`map.mode.${value}`),
          title: value === 'plain' ? undefined : why,
          disabled: value !== 'plain' && !possible,
        }))}
        onChange={value => state.look({ mode: value })}
      />
      {why && <p class="quiet">{why}</p>}
      {mode !== 'plain' && (
        <Choose
          label={t('map.compare')}
          value={compare}
          options={COMPARISONS.map(value => ({ value, text: t(`map.compare.${value}`) }))}
          onChange={value => state.look({ compare: value })}
        />
      )}
    </div>
  );
}

interface ChooseProps<T extends string> {
  /** What the choice is about: those of areas are shown only while areas are drawn. */
  of?: 'areas';
  label: string;
  value: T;
  options: readonly { value: T; text: string }[];
  onChange: (value: T) => void;
  /** Why there is no choice at present; it stands beside it. */
  disabled?: string | undefined;
}

function Choose<T extends string>({ of, label, value, options, onChange, disabled }: ChooseProps<T>) {
  return (
    <label class="choose" data-of={of}>
      <span>{label}</span>
      <select
        value={value}
        disabled={disabled !== undefined}
        title={disabled}
        onChange={event => {
          const chosen = options.find(o => o.value === event.currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map(o => (
          <option key={o.value} value={o.value}>
            {o.text}
          </option>
        ))}
      </select>
      {disabled && <small class="quiet">{disabled}</small>}
    </label>
  );
}
