import type { Tokens } from '../ui/tokens';
import type { Chart, Drawing, Renderer } from './chart';

/** How a chart comes into being: on the page as SVG, in a saved picture as a canvas. */
export interface ChartSource<D extends Drawing> {
  /** Makes the chart in an element. It loads ECharts, which is no part of the first load. */
  create(element: HTMLElement, renderer?: Renderer): Promise<Chart<D>>;
  /** What is drawn now, with the colours of the theme in force. */
  draw(tokens: Tokens): D;
  readonly height: number;
}

/** A colour of a chart, with what it means. */
export interface Meaning {
  readonly colour: string;
  readonly text: string;
}
