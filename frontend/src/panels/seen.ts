import { useEffect } from 'preact/hooks';
import { useApp } from '../app';
import type { Card } from '../state/queries-figures';
import { useNear } from '../ui/near';

/** useSeen tells the questions while a card is near enough to be seen; one that is gone is not. */
export function useSeen(section: { readonly current: HTMLElement | null }, card: Card | undefined): void {
  const near = useNear(section);
  const { seen } = useApp().queries.figures;
  useEffect(() => {
    if (!card) return;
    seen[card].value = near;
    return () => {
      seen[card].value = false;
    };
  }, [card, near, seen]);
}
