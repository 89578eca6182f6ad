import { useApp, useLocale } from '../app';
import { type Layer, measuresOf } from '../state/view';
import { Segmented } from '../ui/Segmented';

/** MapTools choose what is drawn: hexagons or areas, by which measure, in which boundaries. */
export function MapTools() {
  const { state } = useApp();
  const { t, name } = useLocale();
  const { layer, measure } = state.view.value;
  const { area_sets } = state.meta.value;
  const areas = state.areas.value;
  const layers: Layer[] = areas ? ['cells', 'areas'] : ['cells'];
  return (
    <div class="tools" data-layer={layer}>
      <Segmented
        label={t('map.layer')}
        value={layer}
        options={layers.map(value => ({ value, text: t(`map.${value}`) }))}
        onChange={value => state.showLayer(value)}
      />
      <Choose
        label={t('map.measure')}
        value={measure}
        options={measuresOf(layer).map(value => ({ value, text: t(`measure.${value}`) }))}
        onChange={value => state.look({ measure: value })}
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

interface ChooseProps<T extends string> {
  /** What the choice is about: those of areas are shown only while areas are drawn. */
  of?: 'areas';
  label: string;
  value: T;
  options: readonly { value: T; text: string }[];
  onChange: (value: T) => void;
}

function Choose<T extends string>({ of, label, value, options, onChange }: ChooseProps<T>) {
  return (
    <label class="choose" data-of={of}>
      <span>{label}</span>
      <select
        value={value}
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
    </label>
  );
}
