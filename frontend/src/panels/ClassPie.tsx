import { useCallback, useMemo } from 'preact/hooks';
import { CLASSES_BY_CONCERN, type Measures } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import { ChartView } from '../charts/ChartView';
import type { Chart } from '../charts/chart';
import type { PieDrawing } from '../charts/pie';
import type { Tokens } from '../ui/tokens';

const PIE_SIZE = 104;

/** ClassPie is the pie by class, with its table beside it; a click narrows to the class. */
export function ClassPie({ measures }: { measures: Measures }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const parts = useMemo(() => CLASSES_BY_CONCERN.filter(name => measures[name] > 0), [measures]);
  const title = t('chart.class');
  const create = useCallback(async (element: HTMLElement): Promise<Chart<PieDrawing>> => {
    const { Pie } = await import('../charts/pie');
    return new Pie(element, () => {});
  }, []);
  const draw = useCallback(
    (tokens: Tokens): PieDrawing => ({
      tokens,
      description: title,
      slices: parts.map(name => ({ name: t(`class.${name}`), n: measures[name], colour: tokens[name] })),
      count: format.count,
      percent: format.percent,
    }),
    [parts, measures, t, format, title],
  );
  return (
    <section class="card" aria-label={title}>
      <header class="card-head">
        <h3>{title}</h3>
      </header>
      <div class="pie-and-table">
        <ChartView create={create} draw={draw} height={PIE_SIZE} class="pie" />
        <table class="figures-table">
          <caption class="unseen">{title}</caption>
          <tbody>
            {parts.map(name => (
              <tr key={name}>
                <th scope="row">
                  <button
                    type="button"
                    class="plain"
                    title={t(`class.${name}.why`)}
                    onClick={() => state.toggle('classes', name)}
                  >
                    <span class="dot" style={{ background: `var(--${name})` }} />
                    {t(`class.${name}`)}
                  </button>
                </th>
                <td class="number">{format.count(measures[name])}</td>
                <td class="number quiet">{format.percent(measures[name] / measures.n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
