import { useEffect } from 'preact/hooks';
import type { App } from '../../app';

/** How long the page may take to be whole, and the map to have the colours of paper; then it is printed as it is. */
const PATIENCE_MS = 15_000;

/**
 * printPage puts the present picture on paper: with names and roads, which come after the first picture, and in
 * the colours of the light theme, once the map has them. The browser's own print dialog comes up, as by its menu.
 */
export async function printPage(app: App): Promise<void> {
  if (app.preparing.peek()) return;
  app.preparing.value = true;
  app.settle();
  await paint(app);
  app.preparing.value = false;
  app.printing.value = true;
  await nextFrame();
  window.print();
}

/** paint gives the map the colours of paper, and waits until it has them, and all that it can show. */
export async function paint(app: App): Promise<void> {
  // What the browser lays out now is as it was copied; it draws no frame until then.
  await nextFrame();
  if (!app.printing.peek() && !app.preparing.peek()) return;
  app.paper.value = true;
  app.keptInk.value = null;
  const until = performance.now() + PATIENCE_MS;
  do await nextFrame();
  while (!isWhole(app) && performance.now() < until);
}

/** Whether all that the page shows is there; without a map there is nothing to wait for but figures. */
function isWhole({ whole, queries, map }: App): boolean {
  const { ground, context } = queries;
  const there = whole() && !ground.loading.value && !context.loading.value;
  return there && map.peek()?.settled !== false;
}

/**
 * hurry puts on paper what is there: the browser's menu does not wait. Land, water and names turn light at once;
 * the data keeps its colours, which MapLibre works out in its worker, and so does their legend.
 */
function hurry(app: App): void {
  app.settle();
  if (!app.paper.peek()) {
    app.keptInk.value = app.theme.peek();
    app.legendInk.value = app.theme.peek();
    app.paper.value = true;
  }
  app.printing.value = true;
}

/**
 * usePrinting mounts the sheet whenever the browser prints, from wherever that
 * was asked for: by printPage, by the browser's menu, or by a program that looks at the page as paper.
 */
export function usePrinting(app: App): void {
  useEffect(() => {
    const paper = matchMedia('print');
    const begin = () => hurry(app);
    const end = () => {
      app.printing.value = false;
      app.paper.value = false;
      app.keptInk.value = null;
      app.legendInk.value = null;
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

function nextFrame(): Promise<unknown> {
  return new Promise(resolve => requestAnimationFrame(resolve));
}
