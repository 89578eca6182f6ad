import type { EChartsOption } from 'echarts/types/dist/shared';
import { CLASSES_BY_CONCERN, type Class, type Measures } from '../api/vocabulary';
import { Chart, type Drawing, escapeHTML, FONT, type Renderer, tooltip } from './chart';

/** One column: what it counts, by class. */
export interface Bar {
  /** Its key in the service's answer; null is what nobody knows. */
  readonly code: string | null;
  readonly name: string;
  readonly measures: Measures;
  /** The same in the compared window, where there is one. */
  readonly before?: Measures | undefined;
}

export interface BarsDrawing extends Drawing {
  readonly bars: readonly Bar[];
  readonly classNames: Readonly<Record<Class, string>>;
  readonly count: (n: number) => string;
  /** What a press does, said in the note on a column. */
  readonly hint: string;
}

/** Room for the figure at the end of a column's name, in pixels. */
const COUNT_WIDTH = 64;

/** Bars are lying columns, one a name, each split into the classes with the worst first. */
export class Bars extends Chart<BarsDrawing> {
  constructor(element: HTMLElement, renderer: Renderer, onPick: (index: number) => void) {
    super(element, renderer);
    this.echarts.on('click', event => {
      if (typeof event.dataIndex === 'number') onPick(event.dataIndex);
    });
  }

  protected option(drawing: BarsDrawing): EChartsOption {
    const { bars, tokens, classNames } = drawing;
    return {
      grid: { left: 0, right: 0, top: 6, bottom: 0 },
      tooltip: {
        ...tooltip(tokens),
        trigger: 'axis',
        axisPointer: { type: 'none' },
        formatter: (params: unknown) => {
          const [first] = params as { dataIndex: number }[];
          const bar = first && bars[first.dataIndex];
          return bar ? barTip(bar, drawing) : '';
        },
      },
      xAxis: { type: 'value', show: false, max: 'dataMax' },
      yAxis: this.axes(drawing),
      series: CLASSES_BY_CONCERN.map(name => ({
        type: 'bar' as const,
        id: name,
        name: classNames[name],
        stack: 'classes',
        barWidth: 7,
        cursor: 'pointer',
        itemStyle: { color: tokens[name] },
        emphasis: { disabled: true },
        data: bars.map(bar => bar.measures[name]),
      })),
    };
  }

  /** The names above the columns on the left, the counts on the right. */
  private axes({ bars, tokens, count }: BarsDrawing): EChartsOption['yAxis'] {
    const label = {
      fontSize: 12,
      fontFamily: FONT,
      verticalAlign: 'bottom' as const,
      inside: true,
      color: tokens.ink,
      margin: 0,
      padding: [0, 0, 9, 0],
    };
    const axis = {
      type: 'category' as const,
      inverse: true,
      axisLine: { show: false },
      axisTick: { show: false },
    };
    const width = this.echarts.getWidth() - COUNT_WIDTH;
    return [
      {
        ...axis,
        data: bars.map(bar => bar.name),
        axisLabel: { ...label, width, overflow: 'truncate' },
        z: 5,
      },
      { ...axis, position: 'right', data: bars.map(bar => count(bar.measures.n)), axisLabel: label },
    ];
  }
}

function barTip(bar: Bar, { tokens, classNames, count, hint }: BarsDrawing): string {
  const rows = CLASSES_BY_CONCERN.filter(name => bar.measures[name] > 0).map(
    name =>
      `<tr><td><span class="dot" style="background:${tokens[name]}"></span>${escapeHTML(classNames[name])}</td><td class="number">${count(bar.measures[name])}</td></tr>`,
  );
  const how = bar.code === null ? '' : `<span class="quiet">${escapeHTML(hint)}</span>`;
  return `<b>${escapeHTML(bar.name)}</b><table class="tip-table">${rows.join('')}</table>${how}`;
}
