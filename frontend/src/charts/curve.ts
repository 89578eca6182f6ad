import type { EChartsOption } from 'echarts/types/dist/shared';
import { Chart, type Drawing, escapeHTML, tooltip } from './chart';
import { CURVE_MARGIN } from './sizes';

/** What one bucket of the curve counts. */
export interface Point {
  /** Milliseconds since 1970 of the bucket's first day, as if it were in UTC. */
  readonly at: number;
  readonly n: number;
  readonly overdue: number;
  /** The mean of n over a week around it; undefined where the bucket itself is calm enough. */
  readonly mean: number | undefined;
}

/** The words of the curve. */
export interface CurveWords {
  readonly count: (n: number) => string;
  readonly decimal: (n: number) => string;
  readonly tick: (at: number) => string;
  readonly name: (point: Point) => string;
  readonly n: string;
  readonly mean: string;
  readonly overdue: string;
}

export interface CurveDrawing extends Drawing {
  readonly points: readonly Point[];
  /** The whole axis, from and to, in the points' own time. */
  readonly span: readonly [number, number];
  readonly words: CurveWords;
}

/**
 * Curve is complaints over time: the buckets as calm ground, the part of them that is
 * overdue now in its colour, and the mean of a week, or the buckets themselves, as a line.
 */
export class Curve extends Chart<CurveDrawing> {
  protected option({ points, span, tokens, words }: CurveDrawing): EChartsOption {
    const axis = { axisTick: { show: false }, axisLine: { show: false } };
    const label = { fontSize: 11, color: tokens.muted, fontFamily: '"Be Vietnam Pro", sans-serif' };
    const isCalm = points.every(point => point.mean === undefined);
    const area = (id: string, value: (point: Point) => number, color: string, opacity: number) => ({
      type: 'line' as const,
      id,
      showSymbol: false,
      data: points.map(point => [point.at, value(point)]),
      lineStyle: { width: 0 },
      itemStyle: { color },
      areaStyle: { color, opacity },
      emphasis: { disabled: true },
      silent: true,
    });
    return {
      // A thousand points need no motion, and a drag has no time for it.
      animation: false,
      grid: { ...CURVE_MARGIN },
      tooltip: {
        ...tooltip(tokens),
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: tokens['line-strong'], width: 1 } },
        formatter: (params: unknown) => {
          const [first] = params as { dataIndex: number }[];
          const point = first && points[first.dataIndex];
          return point ? tipOf(point, words) : '';
        },
      },
      xAxis: {
        type: 'time',
        min: span[0],
        max: span[1],
        ...axis,
        splitLine: { show: false },
        axisLabel: { ...label, hideOverlap: true, formatter: (at: number) => words.tick(at), margin: 6 },
      },
      yAxis: {
        type: 'value',
        splitNumber: 2,
        minInterval: 1,
        min: 0,
        ...axis,
        splitLine: { lineStyle: { color: tokens.line, width: 1 } },
        axisLabel: { ...label, formatter: (n: number) => words.count(n), showMinLabel: false },
      },
      series: [
        area('n', point => point.n, tokens.ink, isCalm ? 0.12 : 0.24),
        area('overdue', point => point.overdue, tokens.overdue, 0.9),
        {
          type: 'line',
          id: 'line',
          showSymbol: points.length < 2,
          symbolSize: 5,
          data: points.map(point => [point.at, point.mean ?? point.n]),
          lineStyle: { color: tokens.ink, width: 1.4 },
          itemStyle: { color: tokens.ink },
          emphasis: { disabled: true },
          silent: true,
        },
      ],
    };
  }
}

function tipOf(point: Point, { name, count, decimal, n, mean, overdue }: CurveWords): string {
  const rows: [string, string][] = [[n, count(point.n)]];
  if (point.mean !== undefined) rows.push([mean, decimal(point.mean)]);
  if (point.overdue > 0) rows.push([overdue, count(point.overdue)]);
  const cells = rows.map(
    ([term, value]) => `<tr><td>${escapeHTML(term)}</td><td class="number"><b>${value}</b></td></tr>`,
  );
  return `${escapeHTML(name(point))}<table class="tip-table">${cells.join('')}</table>`;
}
