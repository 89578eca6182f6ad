import { type ReadonlySignal, signal } from '@preact/signals';

/** mediaSignal follows a media query for as long as the page lives. */
export function mediaSignal(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const on = signal(list.matches);
  list.addEventListener('change', event => {
    on.value = event.matches;
  });
  return on;
}
