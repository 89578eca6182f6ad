import type { EChartsOption } from 'echarts/types/dist/shared';
import { Chart, type Drawing, escapeHTML, FONT, tooltip } from './chart';

/** A bucket of time with its count, and the day it stands beside in the compared window. */
export interface Step {
  /** Short, for the axis. */
  readonly tick: string;
  readonly name: string;
  readonly n: number;
  readonly before?: { readonly name: string; readonly n: number } | undefined;
}

export interface CourseDrawing extends Drawing {
  readonly steps: readonly Step[];
  readonly count: (n: number) => string;
}

/** Course is a line over the window in buckets, with the compared window as a pale line behind it. */
export class Course extends Chart<CourseDrawing> {
  protected option({ steps, tokens, count }: CourseDrawing): EChartsOption {
    const axis = { axisTick: { show: false }, axisLine: { show: false } };
    const label = { fontSize: 11, color: tokens.muted, fontFamily: FONT };
    const line = { type: 'line' as const, emphasis: { disabled: true }, showSymbol: steps.length < 2 };
    return {
      grid: { left: 38, right: 8, top: 10, bottom: 20 },
      tooltip: {
        ...tooltip(tokens),
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: tokens['line-strong'], width: 1 } },
        formatter: (params: unknown) => {
          const [first] = params as { dataIndex: number }[];
          const step = first && steps[first.dataIndex];
          return step ? stepTip(step, count) : '';
        },
      },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: steps.map(step => step.tick),
        ...axis,
        axisLabel: { ...label, hideOverlap: true, margin: 8 },
      },
      yAxis: {
        type: 'value',
        splitNumber: 3,
        min: 0,
        minInterval: 1,
        ...axis,
        splitLine: { lineStyle: { color: tokens.line, width: 1 } },
        axisLabel: { ...label, formatter: (n: number) => count(n) },
      },
      series: [
        {
          ...line,
          id: 'before',
          data: steps.map(step => step.before?.n ?? null),
          lineStyle: { color: tokens['line-strong'], width: 1.2, type: [4, 3] },
          itemStyle: { color: tokens['line-strong'] },
        },
        {
          ...line,
          id: 'n',
          data: steps.map(step => step.n),
          lineStyle: { color: tokens.ink, width: 1.6 },
          itemStyle: { color: tokens.ink },
          areaStyle: { color: tokens.ink, opacity: 0.08 },
        },
      ],
    };
  }
}

function stepTip({ name, n, before }: Step, count: (n: number) => string): string {
  const row = (what: string, figure: number, strong: boolean) =>
    `<tr><td>${escapeHTML(what)}</td><td class="number">${strong ? `<b>${count(figure)}</b>` : count(figure)}</td></tr>`;
  const rows = row(name, n, true) + (before ? row(before.name, before.n, false) : '');
  return `<table class="tip-table">${rows}</table>`;
}
