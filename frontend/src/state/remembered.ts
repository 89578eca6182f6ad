import { type Signal, signal } from '@preact/signals';

/** The part of a browser's storage that is used. */
type Store = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * remembered is a yes or no of the reader's own that the browser keeps: it belongs to the person, so
 * no link has it. Where a browser keeps nothing, it holds for as long as the page lives.
 */
export function remembered(name: string, byDefault: boolean, store: () => Store = browser): Signal<boolean> {
  const kept = attempt(() => store().getItem(name));
  const choice = signal(kept === 'yes' || (kept !== 'no' && byDefault));
  let isFirst = true;
  choice.subscribe(value => {
    if (!isFirst) attempt(() => store().setItem(name, value ? 'yes' : 'no'));
    isFirst = false;
  });
  return choice;
}

const browser = () => window.localStorage;

/** A browser that is told to keep nothing throws at the mere mention of its storage. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
