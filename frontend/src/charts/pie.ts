import type { EChartsOption } from 'echarts/types/dist/shared';
import { Chart, type Drawing, escapeHTML, tooltip } from './chart';

export interface Slice {
  readonly name: string;
  readonly n: number;
  readonly colour: string;
}

export interface PieDrawing extends Drawing {
  readonly slices: readonly Slice[];
  readonly count: (n: number) => string;
  readonly percent: (share: number) => string;
}

/** Pie is a ring of shares; the names stand beside it. */
export class Pie extends Chart<PieDrawing> {
  protected option({ slices, tokens, count, percent }: PieDrawing): EChartsOption {
    const total = slices.reduce((sum, slice) => sum + slice.n, 0);
    return {
      tooltip: {
        ...tooltip(tokens),
        trigger: 'item',
        formatter: (params: unknown) => {
          const slice = slices[(params as { dataIndex: number }).dataIndex];
          return slice
            ? `${escapeHTML(slice.name)}<br><b>${count(slice.n)}</b> · ${percent(slice.n / total)}`
            : '';
        },
      },
      series: [
        {
          type: 'pie',
          radius: ['62%', '98%'],
          label: { show: false },
          labelLine: { show: false },
          emphasis: { scale: false },
          cursor: 'default',
          // From noon clockwise with the worst first; a hair between the slices.
          startAngle: 90,
          itemStyle: { borderColor: tokens.surface, borderWidth: 1.5 },
          data: slices.map(slice => ({
            name: slice.name,
            value: slice.n,
            itemStyle: { color: slice.colour },
          })),
        },
      ],
    };
  }
}
