import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app';
import { readTokens, type Tokens } from '../ui/tokens';
import type { Chart, Drawing } from './chart';

interface Props<D extends Drawing> {
  /** Makes the chart in the element; given once. */
  create: (element: HTMLElement) => Promise<Chart<D>>;
  /** What is drawn now, with the colours of the theme in force. */
  draw: (tokens: Tokens) => D;
  height: number;
  class?: string;
}

/** ChartView mounts a chart and gives it every new drawing. */
export function ChartView<D extends Drawing>({ create, draw, height, class: name }: Props<D>) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart<D> | null>(null);
  const newest = useRef(draw);
  newest.current = draw;
  const theme = useApp().theme.value;

  useEffect(() => {
    let ended = false;
    if (box.current) {
      void create(box.current).then(made => {
        if (ended) return made.destroy();
        chart.current = made;
        made.update(newest.current(readTokens(document.documentElement)));
      });
    }
    return () => {
      ended = true;
      chart.current?.destroy();
      chart.current = null;
    };
  }, []);

  // The theme is no argument of draw, but changes what the tokens read as.
  useEffect(() => {
    chart.current?.update(draw(readTokens(document.documentElement)));
  }, [draw, theme]);

  return <div ref={box} class={`chart ${name ?? ''}`} style={{ height: `${height}px` }} />;
}
