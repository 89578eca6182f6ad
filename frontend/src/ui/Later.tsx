import type { ComponentChildren } from 'preact';
import { useApp } from '../app';

/** Later shows what is read after the first picture, once that is there. */
export function Later({ children }: { children: ComponentChildren }) {
  return useApp().calm.value ? children : null;
}
