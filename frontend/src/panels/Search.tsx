import { useEffect, useRef, useState } from 'preact/hooks';
import { type App, useApp, useLocale } from '../app';
import { around, NEAREST } from '../map/circle';
import type { Bounds } from '../state/home';
import { Icon } from '../ui/Icon';
import { type Option, optionsOf, reasonOf } from './candidates';
import { SearchList } from './SearchList';
import { areaPlace } from './views/places';

/**
 * Search finds areas by name and addresses through the geocoder, in one list:
 * what is known here at once above what the service answers. Focus stays in the
 * field, which names the active option.
 */
export function Search() {
  const app = useApp();
  const { t } = useLocale();
  const { input, text, showing, options, current, keys, write, close, choose, clear } = useField(app);
  return (
    <div class="search">
      <Icon name="search" />
      <input
        ref={input}
        id="search"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        placeholder={t('bar.search')}
        aria-label={t('bar.search.label')}
        aria-expanded={showing}
        aria-controls="search-found"
        aria-autocomplete="list"
        aria-activedescendant={showing && current ? `found-${current.key}` : undefined}
        value={text}
        onInput={event => write(event.currentTarget.value)}
        onFocus={event => event.currentTarget.select()}
        onBlur={close}
        onKeyDown={event => {
          const act = keys[event.key];
          if (!act || event.isComposing) return;
          event.preventDefault();
          act();
        }}
      />
      {text ? <ClearButton onClear={clear} /> : app.shortKeys.value && <kbd>/</kbd>}
      <SearchList
        showing={showing}
        options={options}
        active={current}
        note={showing ? noteOf(app, text, options) : ''}
        onChoose={choose}
      />
    </div>
  );
}

function ClearButton({ onClear }: { onClear: () => void }) {
  const { t } = useLocale();
  return (
    <button
      type="button"
      class="quiet-button icon-only search-clear"
      aria-label={t('bar.search.clear')}
      onMouseDown={event => event.preventDefault()}
      onClick={onClear}
    >
      <Icon name="close" />
    </button>
  );
}

/** The field: its text, what the text finds, and what keys and choices do. */
function useField(app: App) {
  const { state, search } = app;
  const known = state.view.value.found?.text ?? '';
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(known);
  const [open, setOpen] = useState(false);
  // Null: no key has chosen one, and Enter would take the first.
  const [active, setActive] = useState<number | null>(null);
  const [eager, setEager] = useState(false);
  const showing = open && text.trim() !== '';
  const options = useOptions(app, showing ? text : '');
  const current = options[Math.min(active ?? 0, options.length - 1)];
  const pending = search.pending.value;

  const write = (value: string) => {
    setText(value);
    setActive(null);
    setEager(false);
    setOpen(true);
    search.type(value);
  };
  const settle = (value: string) => {
    write(value);
    setOpen(false);
    search.type('');
  };
  const leave = (value: string) => {
    settle(value);
    input.current?.blur();
  };
  const choose = (option: Option) => {
    const left = goTo(app, option);
    if (left !== null) leave(left);
  };
  const enter = () => {
    if (!showing) write(text);
    else if (current && (current.kind === 'area' || !pending)) choose(current);
    else if (pending) {
      setEager(true);
      search.hurry();
    }
  };
  const clear = () => {
    state.look({ found: null });
    settle('');
    input.current?.focus();
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => (showing ? setActive(step(active, 1, options.length)) : write(text)),
    ArrowUp: () => showing && setActive(step(active, -1, options.length)),
    Enter: enter,
    Escape: () => leave(known),
  };

  // Another place, such as by the browser's back: the field says which.
  useEffect(() => setText(known), [known]);
  // Enter was faster than the answer.
  useEffect(() => {
    if (!eager || pending) return;
    setEager(false);
    const first = options.find(o => o.kind === 'address' && o.words.found);
    if (first) choose(first);
  }, [eager, pending]);

  return { input, text, showing, options, current, keys, write, close: () => setOpen(false), choose, clear };
}

/** The lines for a text; none for an empty one. */
function useOptions(app: App, text: string): Option[] {
  const { queries, search, state, locale } = app;
  const areas = queries.ranking.data.value?.areas ?? [];
  const answer = search.outcome.value?.answer;
  if (!text) return [];
  return optionsOf(text, areas, answer, state.meta.value, locale.value);
}

/** What is said below the list: that it is being looked for, what went wrong, or why there is nothing. */
function noteOf({ search, locale }: App, text: string, options: readonly Option[]): string {
  const { t } = locale.value;
  const outcome = search.outcome.value;
  if (outcome?.fault) return t(outcome.fault.status === 0 ? 'search.fault.network' : 'search.fault');
  if (options.length > 0 && options.every(o => o.kind === 'area')) return '';
  if (outcome?.answer) return reasonOf(outcome.answer, locale.value);
  return t(search.pending.value ? 'search.waiting' : 'search.more', { text });
}

/** Goes where an option is. What then stands in the field; null when there is nowhere to go. */
function goTo(app: App, option: Option): string | null {
  const { state, map } = app;
  if (option.kind === 'area') {
    const { area } = option;
    if (state.view.peek().page.kind === 'area') {
      // Who is on an area's page looks for the page of another.
      state.go(areaPlace(app, area));
      return state.view.peek().found?.text ?? '';
    }
    state.select({ kind: 'area', set: area.set, code: area.code });
    map.peek()?.fit(area.bounds as unknown as Bounds);
    return state.view.peek().found?.text ?? '';
  }
  const { found } = option.words;
  if (!found) return null;
  state.look({ found });
  map.peek()?.fit(around(found), NEAREST);
  return found.text;
}

/** The place a key goes to: from none, down to the first and up to the last; round at the ends. */
function step(active: number | null, by: 1 | -1, of: number): number {
  if (of === 0) return 0;
  if (active === null) return by > 0 ? 0 : of - 1;
  return (Math.min(active, of - 1) + by + of) % of;
}
