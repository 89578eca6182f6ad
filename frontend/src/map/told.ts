import { batch, signal } from '@preact/signals';
import type { Pointed } from './pointing';

/** What the pointer is over. Of the map alone, and gone with it. */
export const hovered = signal<Pointed | null>(null);

/** What lies in the middle while the keyboard moves the map, if anything does; null while it does not. */
export const middle = signal<{ readonly pointed: Pointed | null } | null>(null);

/** How many complaints are drawn in a tile that holds more of them; undefined where all are drawn. */
export const truncated = signal<number | undefined>(undefined);

/** forget takes back all of it, when there is no map any more to tell it. */
export function forget(): void {
  batch(() => {
    hovered.value = null;
    middle.value = null;
    truncated.value = undefined;
  });
}
