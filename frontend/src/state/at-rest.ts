import { computed, type ReadonlySignal } from '@preact/signals';

/**
 * atRest is a value that stays as it is while a hand moves something, and catches
 * up when the hand lets go. What is not in the eye of somebody who drags need not
 * be asked for and drawn on the way.
 */
export function atRest<T>(held: ReadonlySignal<boolean>, value: () => T): ReadonlySignal<T> {
  let last: { readonly value: T } | undefined;
  return computed(() => {
    if (!held.value || !last) last = { value: value() };
    return last.value;
  });
}
