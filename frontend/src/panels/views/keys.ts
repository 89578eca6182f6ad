import { useEffect } from 'preact/hooks';
import type { App } from '../../app';

/** What a key does; false when it has nothing to do at present. */
const KEYS: Readonly<Record<string, (app: App) => void>> = {
  '/': () => document.getElementById('search')?.focus(),
  f: openFilters,
  l: ({ state }) => state.look({ list: !state.view.peek().list }),
  '?': ({ about }) => {
    about.value = !about.peek();
  },
};

/** The keys of the page, by the words that the about box has for them. */
export const KEY_WORDS = [
  ['/', 'about.keys.search'],
  ['f', 'about.keys.filters'],
  ['l', 'about.keys.list'],
  ['Esc', 'about.keys.back'],
  ['?', 'about.keys.help'],
] as const;

/** useKeys hears the keys of the page: / finds, f filters, l lists, ? explains, Esc steps back. All but Esc can be turned off. */
export function useKeys(app: App): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.key === 'Escape') stepBack(app);
      // Who speaks to the machine, or hits keys unawares, turns single keys off.
      if (!app.shortKeys.peek() || isTyping(event.target)) return;
      const act = KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      act(app);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [app]);
}

/** One step back: what was opened last closes first. */
function stepBack({ about, state }: App): void {
  const { selection, found, list } = state.view.peek();
  if (about.peek()) about.value = false;
  else if (selection) state.select(null);
  else if (found) state.look({ found: null });
  else if (list) state.look({ list: false });
}

function openFilters({ panels }: App): void {
  panels.filters.value = true;
  requestAnimationFrame(() => document.getElementById('filters-title')?.focus());
}

/** Letters belong to the field that is being written in; a tick and a switch take none. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = target.closest('input, select, textarea, [contenteditable]');
  return field !== null && !(field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type));
}
