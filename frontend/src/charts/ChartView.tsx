import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app';
import { useNear } from '../ui/near';
import { readTokens } from '../ui/tokens';
import type { Chart, Drawing } from './chart';
import type { ChartSource } from './source';

interface Props<D extends Drawing> extends ChartSource<D> {
  class?: string;
}

/**
 * ChartView mounts a chart and gives it every new drawing. One that nobody has
 * scrolled to is not made yet, and one that is out of sight is not drawn. All
 * wait for the map, which is looked at first and needs the processor.
 */
export function ChartView<D extends Drawing>({ create, draw, height, class: name }: Props<D>) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart<D> | null>(null);
  const newest = useRef(draw);
  newest.current = draw;
  const app = useApp();
  const theme = app.theme.value;
  // A drag has no time for charts: they are drawn when the hand lets go.
  const held = app.state.held.value;
  const near = useNear(box) && app.calm.value;
  const made = useRef(false);
  const ended = useRef(false);

  useEffect(() => {
    if (!near || made.current || !box.current) return;
    made.current = true;
    void create(box.current).then(mounted => {
      if (ended.current) return mounted.destroy();
      chart.current = mounted;
      mounted.update(newest.current(readTokens(document.documentElement)));
    });
  }, [near]);

  useEffect(
    () => () => {
      ended.current = true;
      chart.current?.destroy();
      chart.current = null;
    },
    [],
  );

  // The theme is no argument of draw, but changes what the tokens read as.
  useEffect(() => {
    if (near && !held) chart.current?.update(draw(readTokens(document.documentElement)));
  }, [draw, theme, near, held]);

  return <div ref={box} class={`chart ${name ?? ''}`} style={{ height: `${height}px` }} />;
}
