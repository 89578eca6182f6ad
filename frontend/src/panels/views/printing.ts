import { useEffect } from 'preact/hooks';
import type { App } from '../../app';

/** How long the map may take to be drawn in the colours of paper; then it is printed as it is. */
const PATIENCE_MS = 5_000;

/**
 * printPage puts the present picture on paper: in the colours of the light theme, once the map has them. The
 * browser's own print dialog comes up, as by its menu.
 */
export async function printPage(app: App): Promise<void> {
  await paint(app);
  app.printing.value = true;
  await nextFrame();
  window.print();
}

/** paint gives the map the colours of paper, and waits until it has them. */
export async function paint(app: App): Promise<void> {
  app.paper.value = true;
  await drawn(app, performance.now() + PATIENCE_MS);
}

/**
 * usePrinting mounts the sheet whenever the browser prints, from wherever that
 * was asked for: by printPage, by the browser's menu, or by a program that looks at the page as paper.
 */
export function usePrinting(app: App): void {
  useEffect(() => {
    const paper = matchMedia('print');
    const begin = () => {
      app.printing.value = true;
    };
    const end = () => {
      app.printing.value = false;
      app.paper.value = false;
    };
    const turn = () => (paper.matches ? begin() : end());
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey)) return;
      if (event.shiftKey || event.altKey) return;
      event.preventDefault();
      void printPage(app);
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    paper.addEventListener('change', turn);
    document.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
      paper.removeEventListener('change', turn);
      document.removeEventListener('keydown', onKey);
    };
  }, [app]);
}

/** Waits until the map has drawn what it was told; without a map there is nothing to wait for. */
async function drawn({ map }: App, until: number): Promise<void> {
  do await nextFrame();
  while (map.peek()?.settled === false && performance.now() < until);
}

function nextFrame(): Promise<unknown> {
  return new Promise(resolve => requestAnimationFrame(resolve));
}
