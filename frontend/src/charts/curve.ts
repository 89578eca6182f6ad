import type { EChartsOption } from 'echarts/types/dist/shared';
import { Chart, type Drawing, escapeHTML, tooltip } from './chart';
import { CURVE_MARGIN } from './sizes';

export interface Point {
  /** Milliseconds since 1970 of the bucket's first day, as if it were in UTC. */
  readonly at: number;
  readonly n: number;
  readonly name: string;
}

export interface CurveDrawing extends Drawing {
  readonly points: readonly Point[];
  /** The whole axis, from and to, in the points' own time. */
  readonly span: readonly [number, number];
  readonly count: (n: number) => string;
  readonly tick: (at: number) => string;
}

/** Curve is a line over time with calm ground below it. */
export class Curve extends Chart<CurveDrawing> {
  protected option({ points, span, tokens, count, tick }: CurveDrawing): EChartsOption {
    const axis = { axisTick: { show: false }, axisLine: { show: false } };
    const label = { fontSize: 11, color: tokens.muted, fontFamily: '"Be Vietnam Pro", sans-serif' };
    return {
      grid: { ...CURVE_MARGIN },
      tooltip: {
        ...tooltip(tokens),
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: tokens['line-strong'], width: 1 } },
        formatter: (params: unknown) => {
          const [first] = params as { dataIndex: number }[];
          const point = first && points[first.dataIndex];
          return point ? `${escapeHTML(point.name)}<br><b>${count(point.n)}</b>` : '';
        },
      },
      xAxis: {
        type: 'time',
        // The points are days of the city written as UTC; the reader's own zone must not move them.
        min: span[0],
        max: span[1],
        ...axis,
        splitLine: { show: false },
        axisLabel: { ...label, hideOverlap: true, formatter: (at: number) => tick(at), margin: 6 },
      },
      yAxis: {
        type: 'value',
        splitNumber: 2,
        min: 0,
        ...axis,
        splitLine: { lineStyle: { color: tokens.line, width: 1 } },
        axisLabel: { ...label, formatter: (n: number) => count(n), showMinLabel: false },
      },
      series: [
        {
          type: 'line',
          id: 'n',
          showSymbol: points.length < 2,
          data: points.map(point => [point.at, point.n]),
          lineStyle: { color: tokens.ink, width: 1.4 },
          itemStyle: { color: tokens.ink },
          areaStyle: { color: tokens.ink, opacity: 0.09 },
          emphasis: { disabled: true },
        },
      ],
    };
  }
}
