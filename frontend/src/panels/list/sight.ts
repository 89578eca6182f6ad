import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../app';
import { drawn, type Sight } from './window';

/** useSight is what is seen, as the box is scrolled and its size changes; `look` measures at once. */
export function useSight(box: { current: HTMLDivElement | null }, row: number, count: number) {
  const sight = useSignal<Sight>({ row, count, view: 0, top: 0 });
  const look = (): Sight => {
    const { clientHeight = 0, scrollTop = 0, firstElementChild } = box.current ?? {};
    // The head stays above the rows and hides what is under it.
    const view = clientHeight - ((firstElementChild as HTMLElement | null)?.offsetHeight ?? 0);
    return { row, count, view, top: scrollTop };
  };
  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const update = () => {
      sight.value = look();
    };
    update();
    const size = new ResizeObserver(update);
    size.observe(node);
    node.addEventListener('scroll', update, { passive: true });
    return () => {
      size.disconnect();
      node.removeEventListener('scroll', update);
    };
  }, [row, count]);
  return { sight, look };
}

/** useWanted tells the list what is looked at. */
export function useWanted(sight: { readonly value: Sight }): void {
  const { rows } = useApp().queries.list;
  useSignalEffect(() => {
    const { first, last } = drawn(sight.value);
    if (last >= first) rows.want(first, last);
  });
}

/**
 * usePlace keeps the place: another list begins at its top, and in a new revision the row
 * that was the first in view is still that, wherever it stands now.
 */
export function usePlace(
  box: { current: HTMLDivElement | null },
  active: { value: number },
  row: number,
): void {
  const { state, queries } = useApp();
  const { rows } = queries.list;
  const question = useComputed(() => JSON.stringify([state.scope.value, state.view.value.sort]));
  const first = useRef(true);
  useSignalEffect(() => {
    void question.value;
    if (!first.current) {
      active.value = 0;
      box.current?.scrollTo({ top: 0 });
    }
    first.current = false;
  });
  const held = useRef<{ id: string; index: number } | null>(null);
  useSignalEffect(() => {
    void rows.version.value;
    const node = box.current;
    if (!node) return;
    const top = Math.floor(node.scrollTop / row);
    const before = held.current;
    if (before && before.index === top && top > 0) {
      const now = rows.find(r => r.id === before.id);
      if (now >= 0 && now !== before.index) {
        active.value += now - before.index;
        node.scrollTop += (now - before.index) * row;
      }
    }
    const index = Math.floor(node.scrollTop / row);
    const id = rows.at(index)?.id;
    if (id) held.current = { id, index };
  });
}
