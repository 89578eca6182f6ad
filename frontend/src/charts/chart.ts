import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts/types/dist/shared';
import type { Tokens } from '../ui/tokens';

use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer]);

/** What every chart needs to be drawn. */
export interface Drawing {
  readonly tokens: Tokens;
  /** Read aloud in the place of the picture. */
  readonly description: string;
}

/** What a chart is drawn with: the page shows SVG, a picture to save is a canvas (charts/picture.ts). */
export type Renderer = 'svg' | 'canvas';

/** The font of everything that is drawn. */
export const FONT = '"Be Vietnam Pro", sans-serif';

/**
 * Chart is a picture of D in an element. Subclasses say what is drawn; mounting,
 * size and the end are here. Every chart has a table of the same figures beside it.
 */
export abstract class Chart<D extends Drawing> {
  protected readonly echarts: EChartsType;
  private readonly watch: ResizeObserver;
  private readonly moves: boolean;
  private newest: D | undefined;
  private width: number;

  constructor(element: HTMLElement, renderer: Renderer = 'svg') {
    this.echarts = init(element, null, { renderer });
    this.moves = renderer === 'svg' && !reducedMotion();
    this.width = this.echarts.getWidth();
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(element);
  }

  update(drawing: D): void {
    this.newest = drawing;
    const { tokens, description } = drawing;
    this.echarts.setOption({
      // Times are days of the city written as UTC: the reader's own zone must not move them.
      useUTC: true,
      animation: this.moves,
      animationDuration: 250,
      animationDurationUpdate: 250,
      textStyle: { fontFamily: FONT, color: tokens.ink },
      aria: { enabled: true, label: { description } },
      ...this.option(drawing),
    });
  }

  destroy(): void {
    this.watch.disconnect();
    this.echarts.dispose();
  }

  /** What is drawn, as a canvas of `scale` pixels to a pixel of the page. For charts made with that renderer. */
  canvas(scale: number): HTMLCanvasElement {
    return this.echarts.renderToCanvas({ pixelRatio: scale });
  }

  /** What is drawn, in ECharts' terms. */
  protected abstract option(drawing: D): EChartsOption;

  /** Some drawings reckon with the width, to cut names short. */
  private fit(): void {
    this.echarts.resize();
    if (this.width === this.echarts.getWidth()) return;
    this.width = this.echarts.getWidth();
    if (this.newest) this.update(this.newest);
  }
}

/** tooltip looks like the page's own notes. */
export function tooltip(tokens: Tokens): NonNullable<EChartsOption['tooltip']> {
  return {
    confine: true,
    appendTo: 'body',
    backgroundColor: tokens.surface,
    borderColor: tokens.line,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: tokens.ink, fontSize: 12, fontFamily: FONT },
    extraCssText: 'box-shadow: var(--shadow); border-radius: 6px; line-height: 1.45;',
  };
}

/** escapeHTML makes a name safe in a tooltip, whose text ECharts takes as HTML. */
export function escapeHTML(text: string): string {
  return text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
}

function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
