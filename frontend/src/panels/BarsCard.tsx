import type { ComponentChildren } from 'preact';
import { useCallback, useRef } from 'preact/hooks';
import { CLASSES, type Class } from '../api/vocabulary';
import { useLocale } from '../app';
import type { Bar, BarsDrawing } from '../charts/bars';
import { ChartCard } from '../charts/ChartCard';
import { ChartView } from '../charts/ChartView';
import type { Chart } from '../charts/chart';
import { BAR_HEIGHT } from '../charts/sizes';
import type { Tokens } from '../ui/tokens';

interface Props {
  title: ComponentChildren;
  name: string;
  bars: readonly Bar[];
  onPick: (code: string) => void;
}

/** The most columns that are drawn; the rest is one more. */
export const MOST_BARS = 8;

/** BarsCard is a card of columns by name, with the table of all of them. */
export function BarsCard({ title, name, bars, onPick }: Props) {
  const locale = useLocale();
  const { t, format } = locale;
  const drawn = useRef<{ bars: readonly Bar[]; onPick: Props['onPick'] }>({ bars, onPick });
  drawn.current = { bars, onPick };
  const shown = bars.slice(0, MOST_BARS);
  const create = useCallback(async (element: HTMLElement): Promise<Chart<BarsDrawing>> => {
    const { Bars } = await import('../charts/bars');
    return new Bars(element, index => {
      const code = drawn.current.bars[index]?.code;
      if (code) drawn.current.onPick(code);
    });
  }, []);
  const draw = useCallback(
    (tokens: Tokens): BarsDrawing => ({
      tokens,
      description: name,
      bars: bars.slice(0, MOST_BARS),
      classNames: Object.fromEntries(CLASSES.map(c => [c, t(`class.${c}`)])) as Record<Class, string>,
      count: format.count,
    }),
    [bars, name, t, format],
  );
  const height = shown.length * BAR_HEIGHT + 6;
  return (
    <ChartCard
      title={title}
      name={name}
      chart={<ChartView create={create} draw={draw} height={height} />}
      table={<BarsTable name={name} bars={bars} onPick={onPick} />}
    />
  );
}

function BarsTable({ name, bars, onPick }: Omit<Props, 'title'>) {
  const { t, format } = useLocale();
  return (
    <div class="table-scroll">
      <table class="figures-table">
        <caption class="unseen">{name}</caption>
        <thead>
          <tr>
            <th scope="col">{t('chart.name')}</th>
            <th scope="col">{t('chart.n')}</th>
            <th scope="col">{t('class.overdue')}</th>
            <th scope="col">{t('class.on_time')}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ code, name: bar, measures }) => (
            <tr key={code}>
              <th scope="row">
                {code ? (
                  <button type="button" class="plain" onClick={() => onPick(code)}>
                    {bar}
                  </button>
                ) : (
                  bar
                )}
              </th>
              <td class="number">{format.count(measures.n)}</td>
              <td class="number" data-alarm={measures.overdue > 0}>
                {format.count(measures.overdue)}
              </td>
              <td class="number">{format.measure('on_time_rate', measures.on_time_rate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
