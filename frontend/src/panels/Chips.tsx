import { useRef } from 'preact/hooks';
import { useApp, useLocale } from '../app';
import { allCleared, type Filter } from '../state/filter';
import { focusNext } from '../ui/focus';
import { Icon } from '../ui/Icon';
import { useChosen } from './chosen';

/** Chips are what the filter is set to while its panel is folded away: each goes with one press, and all with one. */
export function Chips() {
  const { state, panels } = useApp();
  const { t } = useLocale();
  const chosen = useChosen();
  const list = useRef<HTMLUListElement>(null);
  const narrow = (change: Partial<Filter>, place: number) => {
    state.narrow(change);
    // The keyboard stays in the row while there is one.
    const next = () => list.current?.querySelectorAll('button')[Math.min(place, chosen.length - 2)];
    focusNext(next, () => document.querySelector<HTMLElement>('.unfold-left'));
  };
  if (panels.filters.value || chosen.length === 0) return null;
  return (
    <ul class="chosen" ref={list} aria-label={t('filters.chosen')}>
      {chosen.map(({ kind, code, name, without }, place) => (
        <li key={`${kind}:${code}`}>
          <button
            type="button"
            class="chip removable"
            aria-label={t('filters.remove', { name })}
            onClick={() => narrow(without, place)}
          >
            <span>{name}</span>
            <Icon name="close" />
          </button>
        </li>
      ))}
      {chosen.length > 1 && (
        <li>
          <button type="button" class="chip" onClick={() => narrow(allCleared(state.filter.peek()), 0)}>
            {t('filters.clear')}
          </button>
        </li>
      )}
    </ul>
  );
}
