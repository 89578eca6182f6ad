import { useRef, useState } from 'preact/hooks';
import type { Area } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import { fold, matches } from '../ui/fold';
import { Icon } from '../ui/Icon';

const SHOWN = 8;

/** AreaSearch finds an area of the level in use by name, and goes there. */
export function AreaSearch() {
  const { state, queries, map } = useApp();
  const { t, name, format } = useLocale();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const found = text.trim() ? find(queries.ranking.data.value?.areas ?? [], text) : [];

  const choose = (area: Area) => {
    state.select({ kind: 'area', set: area.set, code: area.code });
    map.peek()?.fit(area.bounds as [number, number, number, number]);
    setText('');
    setOpen(false);
    input.current?.blur();
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      setActive((active + step + found.length) % found.length);
    }
    const area = found[active];
    if (event.key === 'Enter' && area) choose(area);
    if (event.key === 'Escape') {
      event.preventDefault();
      setText('');
      input.current?.blur();
    }
  };
  const showing = open && text.trim() !== '';
  return (
    <div class="search">
      <Icon name="search" />
      <input
        ref={input}
        id="area-search"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder={t('bar.search')}
        aria-label={t('bar.search.label')}
        aria-expanded={showing}
        aria-controls="area-found"
        aria-autocomplete="list"
        aria-activedescendant={showing && found[active] ? `found-${found[active].code}` : undefined}
        value={text}
        onInput={event => {
          setText(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKey}
      />
      <kbd>/</kbd>
      {/* The list stays in the document, so that aria-controls always names something. */}
      <div id="area-found" class="found" role="listbox" aria-label={t('rank.area')} hidden={!showing}>
        {found.map((area, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            key={area.code}
            id={`found-${area.code}`}
            role="option"
            aria-selected={i === active}
            onMouseDown={event => event.preventDefault()}
            onClick={() => choose(area)}
          >
            <span>{name(area)}</span>
            <span class="number quiet">{format.count(area.measures?.n ?? 0)}</span>
          </div>
        ))}
        {showing && found.length === 0 && (
          // biome-ignore lint/a11y/useFocusableInteractive: it only says that there is nothing to choose
          <div role="option" aria-selected={false} aria-disabled="true" class="quiet">
            {t('bar.search.none', { text })}
          </div>
        )}
      </div>
    </div>
  );
}

/** find gives the areas whose name matches, those that end with the text first (Phường An Khánh for "an khanh"), then the busier. */
function find(areas: readonly Area[], text: string): Area[] {
  const begin = fold(text);
  const rank = (a: Area) => (fold(a.name).endsWith(begin) ? 0 : 1);
  return areas
    .filter(a => matches(a.name, text) || matches(a.name_en, text))
    .sort((a, b) => rank(a) - rank(b) || (b.measures?.n ?? 0) - (a.measures?.n ?? 0))
    .slice(0, SHOWN);
}
