import type { EChartsOption } from 'echarts/types/dist/shared';
import { Chart, type Drawing, escapeHTML, FONT, tooltip } from './chart';

/** The hours of a day, and the days of a week from Monday. */
const HOURS = 24;
const DAYS = 7;

export interface CalendarDrawing extends Drawing {
  /** A count for each hour of the week, from Monday 0:00. */
  readonly counts: readonly number[];
  /** The colour of a count, on the scale of this week. */
  readonly colour: (n: number) => string;
  readonly dayNames: readonly string[];
  /** An hour of the week in words: Monday, 8–9 o'clock. */
  readonly hourName: (hour: number) => string;
  readonly count: (n: number) => string;
}

/** The hours that are written below the calendar. */
const TICKS = [0, 6, 12, 18];

/** Calendar is a field for each hour of the week: days from top to bottom, hours from left to right. */
export class Calendar extends Chart<CalendarDrawing> {
  protected option({ counts, colour, dayNames, hourName, tokens, count }: CalendarDrawing): EChartsOption {
    const axis = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } };
    const label = { fontSize: 11, color: tokens.muted, fontFamily: FONT };
    return {
      grid: { left: 32, right: 0, top: 0, bottom: 18 },
      tooltip: {
        ...tooltip(tokens),
        trigger: 'item',
        formatter: (params: unknown) => {
          const { seriesIndex, dataIndex } = params as { seriesIndex: number; dataIndex: number };
          const hour = seriesIndex * HOURS + dataIndex;
          return `${escapeHTML(hourName(hour))}<br><b>${count(counts[hour] ?? 0)}</b>`;
        },
      },
      xAxis: {
        type: 'category',
        data: Array.from({ length: HOURS }, (_, hour) => String(hour)),
        ...axis,
        axisLabel: { ...label, margin: 4, interval: index => TICKS.includes(index) },
      },
      // The fields are stacked columns of height 1; the second axis is there for its names.
      yAxis: [
        { type: 'value', inverse: true, min: 0, max: DAYS, show: false },
        {
          type: 'category',
          inverse: true,
          position: 'left',
          data: [...dayNames],
          ...axis,
          axisLabel: { ...label, margin: 6, interval: 0 },
        },
      ],
      series: dayNames.map((name, day) => ({
        type: 'bar' as const,
        id: `day-${day}`,
        name,
        stack: 'week',
        barCategoryGap: 0,
        cursor: 'default',
        emphasis: { disabled: true },
        itemStyle: { borderColor: tokens.surface, borderWidth: 1, borderRadius: 2 },
        data: counts
          .slice(day * HOURS, (day + 1) * HOURS)
          .map(n => ({ value: 1, itemStyle: { color: colour(n) } })),
      })),
    };
  }
}
