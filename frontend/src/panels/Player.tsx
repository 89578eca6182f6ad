import { useEffect, useMemo } from 'preact/hooks';
import { type App, useApp, useLocale } from '../app';
import { createPlayer, type Player, RATES, type Rate, STRIDES, type Stride } from '../state/player';
import { Icon } from '../ui/Icon';
import { mediaSignal } from '../ui/media';

/** usePlayer is the player of the page's window. */
export function usePlayer(): Player {
  const app = useApp();
  const player = useMemo(() => {
    const rest = (ms: number) => new Promise<void>(done => setTimeout(done, ms));
    return createPlayer(app.state, app.queries.strip.whole, () => drawn(app), rest);
  }, [app]);
  useEffect(() => player.close, [player]);
  return player;
}

/** Ends when the numbers of the filter are there and the map has drawn it. Looks once a frame. */
function drawn({ queries, map }: App): Promise<void> {
  const { categories, tiles } = queries;
  return new Promise(done => {
    const look = () => {
      const isAnswered = !categories.loading.peek() && !tiles.loading.peek();
      const key = tiles.fault.peek() ? undefined : tiles.data.peek()?.key;
      const isSeen = map.peek() === null || key === undefined || map.peek()?.shownKey === key;
      if (isAnswered && isSeen) done();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** PlayButton begins and halts; what else there is to a player comes with it. */
export function PlayButton({ player }: { player: Player }) {
  const { t } = useLocale();
  const isOn = player.playing.value === 'on';
  const over = !isOn && player.startsOver();
  return (
    <button
      type="button"
      class="play-button"
      title={t('time.play.why')}
      onClick={() => (isOn ? player.halt() : player.play())}
    >
      <Icon name={isOn ? 'pause' : 'play'} />
      {t(isOn ? 'time.play.halt' : over ? 'time.play.over' : 'time.play')}
    </button>
  );
}

/** PlayControls are for a window that is played: a step by hand, how far, how fast. */
export function PlayControls({ player }: { player: Player }) {
  const { t } = useLocale();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div
      class="play-controls"
      role="group"
      aria-label={t('time.play.controls')}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        player.close();
      }}
    >
      <button
        type="button"
        class="quiet-button icon-only"
        aria-label={t('time.play.back')}
        title={t('time.play.back')}
        onClick={() => player.step(-1)}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        class="quiet-button icon-only"
        aria-label={t('time.play.step')}
        title={t('time.play.step')}
        onClick={() => player.step(1)}
      >
        <Icon name="step" />
      </button>
      <Choice<Stride>
        label={t('time.stride')}
        value={player.stride.value}
        options={STRIDES.map(value => ({ value, text: t(`time.stride.${value}`) }))}
        onChange={value => {
          player.stride.value = value;
        }}
      />
      <Choice<Rate>
        label={t('time.rate')}
        value={player.rate.value}
        options={(Object.keys(RATES) as Rate[]).map(value => ({ value, text: t(`time.rate.${value}`) }))}
        onChange={value => {
          player.rate.value = value;
        }}
      />
      <button
        type="button"
        class="quiet-button icon-only"
        aria-label={t('time.play.close')}
        title={t('time.play.close')}
        onClick={() => player.close()}
      >
        <Icon name="close" />
      </button>
      <PlayState player={player} />
    </div>
  );
}

/** What is being played: since when it goes, and whether it still does. */
function PlayState({ player }: { player: Player }) {
  const { t, format } = useLocale();
  const playing = player.playing.value;
  const since = player.since.value;
  const said =
    playing === 'off'
      ? ''
      : playing === 'on' && since
        ? t('time.play.since', { day: format.since(since) })
        : t(`time.play.${playing}`);
  return <output class="quiet play-state">{said}</output>;
}

/** PlayBar is the player of a phone, over the map, as there is no room for the strip. */
export function PlayBar({ player }: { player: Player }) {
  const { state } = useApp();
  const { format } = useLocale();
  const isPhone = useMemo(() => mediaSignal('(max-width: 759px)'), []);
  const isOff = player.playing.value === 'off';
  if (!isPhone.value) return null;
  return (
    <div class="play-bar" data-on={!isOff}>
      <PlayButton player={player} />
      {!isOff && (
        <>
          <output class="play-dates">{format.period(state.filter.value)}</output>
          <PlayControls player={player} />
        </>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; text: string }[];
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <select
      class="field"
      aria-label={label}
      title={label}
      value={value}
      onChange={event => onChange(event.currentTarget.value as T)}
    >
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}
