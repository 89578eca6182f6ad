import { effect } from '@preact/signals';

/** once gives the first value that signals make of `ask`, and stops looking at them then. */
export function once<T>(ask: () => T | undefined): Promise<T> {
  return new Promise(resolve => {
    effect(function (this: { dispose: () => void }) {
      const known = ask();
      if (known === undefined) return;
      resolve(known);
      this.dispose();
    });
  });
}
