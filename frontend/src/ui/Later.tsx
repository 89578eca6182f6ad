import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app';

/** Later shows what is read after the first picture once that is there, each in its turn; afterwards, at once. */
export function Later({ children }: { children: ComponentChildren }) {
  const { calm, turn } = useApp();
  const [shown, setShown] = useState(calm.peek());
  useEffect(() => {
    if (!shown) return turn(() => setShown(true));
  }, []);
  return shown ? children : null;
}
