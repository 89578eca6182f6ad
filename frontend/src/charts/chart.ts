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

/**
 * Chart is a picture of D in an element. Subclasses say what is drawn; mounting,
 * size and the end are here. Every chart has a table of the same figures beside it.
 */
export abstract class Chart<D extends Drawing> {
  protected readonly echarts: EChartsType;
  private readonly watch: ResizeObserver;

  constructor(element: HTMLElement) {
    this.echarts = init(element, null, { renderer: 'svg' });
    this.watch = new ResizeObserver(() => this.echarts.resize());
    this.watch.observe(element);
  }

  update(drawing: D): void {
    const { tokens, description } = drawing;
    this.echarts.setOption({
      animationDuration: reducedMotion() ? 0 : 250,
      animationDurationUpdate: reducedMotion() ? 0 : 250,
      textStyle: { fontFamily: '"Be Vietnam Pro", sans-serif', color: tokens.ink },
      aria: { enabled: true, label: { description } },
      ...this.option(drawing),
    });
  }

  destroy(): void {
    this.watch.disconnect();
    this.echarts.dispose();
  }

  /** What is drawn, in ECharts' terms. */
  protected abstract option(drawing: D): EChartsOption;
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
    textStyle: { color: tokens.ink, fontSize: 12, fontFamily: '"Be Vietnam Pro", sans-serif' },
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
