import type { ComponentChildren } from 'preact';
import { useApp, useLocale } from '../app';
import type { Selection } from '../state/selection';
import type { View } from '../state/view';

interface Props {
  thing: { name: string; name_en: string };
  selection: Selection;
  /** What it is called here, where its name alone is not clear. */
  words?: string;
  /** What else changes with it, such as the set of areas on the map. */
  look?: Partial<View>;
}

/** Thing is the name of something that has figures of its own; a press opens them. */
export function Thing({ thing, selection, words, look }: Props) {
  const { state } = useApp();
  const { name } = useLocale();
  return (
    <button type="button" class="link" onClick={() => state.look({ ...look, selection })}>
      {words ?? name(thing)}
    </button>
  );
}

/** A line of links behind a few words. */
export function Line({ words, children }: { words: string; children?: ComponentChildren }) {
  return (
    <p class="links">
      <span class="quiet">{words}</span> {children}
    </p>
  );
}
