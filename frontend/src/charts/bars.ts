import type { EChartsOption } from 'echarts/types/dist/shared';
import { CLASSES_BY_CONCERN, type Class, type Measures } from '../api/vocabulary';
import { Chart, type Drawing, escapeHTML, tooltip } from './chart';

/** One column: what it counts, by class. */
export interface Bar {
  readonly code: string | null;
  readonly name: string;
  readonly measures: Measures;
}

export interface BarsDrawing extends Drawing {
  readonly bars: readonly Bar[];
  readonly classNames: Readonly<Record<Class, string>>;
  readonly count: (n: number) => string;
}

/** Room for the figure at the end of a column's name, in pixels. */
const COUNT_WIDTH = 64;

/** Bars are lying columns, one a name, each split into the classes with the worst first. */
export class Bars extends Chart<BarsDrawing> {
  constructor(element: HTMLElement, onPick: (index: number) => void) {
    super(element);
    this.echarts.on('click', event => {
      if (typeof event.dataIndex === 'number') onPick(event.dataIndex);
    });
  }

  protected option({ bars, tokens, classNames, count }: BarsDrawing): EChartsOption {
    const label = {
      fontSize: 12,
      fontFamily: '"Be Vietnam Pro", sans-serif',
      verticalAlign: 'bottom' as const,
    };
    const hidden = { axisLine: { show: false }, axisTick: { show: false } };
    return {
      grid: { left: 0, right: 0, top: 6, bottom: 0 },
      tooltip: {
        ...tooltip(tokens),
        trigger: 'axis',
        axisPointer: { type: 'none' },
        formatter: (params: unknown) => {
          const [first] = params as { dataIndex: number }[];
          const bar = first && bars[first.dataIndex];
          return bar ? barTip(bar, tokens, classNames, count) : '';
        },
      },
      xAxis: { type: 'value', show: false, max: 'dataMax' },
      yAxis: [
        {
          type: 'category',
          inverse: true,
          data: bars.map(bar => bar.name),
          ...hidden,
          axisLabel: {
            ...label,
            inside: true,
            color: tokens.ink,
            margin: 0,
            padding: [0, 0, 9, 0],
            width: this.echarts.getWidth() - COUNT_WIDTH,
            overflow: 'truncate',
          },
          z: 5,
        },
        {
          type: 'category',
          inverse: true,
          position: 'right',
          data: bars.map(bar => count(bar.measures.n)),
          ...hidden,
          axisLabel: { ...label, inside: true, color: tokens.ink, margin: 0, padding: [0, 0, 9, 0] },
        },
      ],
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
}

function barTip(
  bar: Bar,
  tokens: BarsDrawing['tokens'],
  classNames: BarsDrawing['classNames'],
  count: (n: number) => string,
): string {
  const rows = CLASSES_BY_CONCERN.filter(name => bar.measures[name] > 0).map(
    name =>
      `<tr><td><span class="dot" style="background:${tokens[name]}"></span>${escapeHTML(classNames[name])}</td><td class="number">${count(bar.measures[name])}</td></tr>`,
  );
  return `<b>${escapeHTML(bar.name)}</b><table class="tip-table">${rows.join('')}</table>`;
}
