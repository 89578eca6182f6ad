import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import type { Resource } from '../api/resource';
import { type App, type Locale, useApp, useLocale } from '../app';
import { ChartView } from '../charts/ChartView';
import type { Drawing } from '../charts/chart';
import { DataTable } from '../charts/DataTable';
import type { ChartSource, Meaning } from '../charts/source';
import { type Table, tableFile } from '../charts/table';
import type { Card } from '../state/queries-figures';
import { withTable } from '../state/view';
import { Icon } from '../ui/Icon';
import { FaultMessage } from '../ui/StateMessage';
import { saveBlob, saveCSV } from '../ui/save';
import { readTokens, type Tokens } from '../ui/tokens';
import { captionOf, fileNameOf } from './caption';
import { useSeen } from './seen';

interface Props<D extends Drawing, R> {
  /** Names the chart in the address. */
  id: string;
  /** The card whose question waits until it is seen; none for what is known anyway. */
  card?: Card;
  title: ComponentChildren;
  /** The title as plain words, for buttons, picture and file. */
  name: string;
  question: Resource<unknown>;
  chart: ChartSource<D>;
  table: Table<R>;
  /** What the colours mean: beside the chart, and in the picture. */
  meanings?: (tokens: Tokens) => readonly Meaning[];
  /** Where the chart lies beside other things; by itself where it is left out. */
  arrange?: (chart: ComponentChildren) => ComponentChildren;
  /** Below chart or table: how it is used. */
  hint?: string;
}

/**
 * ChartCard is a chart with its table behind it; the address says which of them is shown. The
 * chart can be saved as a picture, the table as a file.
 */
export function ChartCard<D extends Drawing, R>(props: Props<D, R>) {
  const { id, card, title, question, hint } = props;
  const app = useApp();
  const titleId = useId();
  const section = useRef<HTMLElement>(null);
  useSeen(section, card);
  const asTable = app.state.view.value.tables.includes(id);
  const fault = question.fault.value;
  return (
    <section class="card" ref={section} aria-labelledby={titleId} data-chart={id}>
      <header class="card-head">
        <h3 id={titleId}>{title}</h3>
        <CardTools {...props} asTable={asTable} />
      </header>
      {fault ? (
        <FaultMessage fault={fault} onRetry={question.retry} />
      ) : (
        <Content {...props} asTable={asTable} />
      )}
      {hint && props.table.rows.length > 0 && <p class="hint">{hint}</p>}
    </section>
  );
}

type ShownProps<D extends Drawing, R> = Props<D, R> & { asTable: boolean };

/** Chart or table; a place of the same size while there is nothing to show yet. */
function Content<D extends Drawing, R>(props: ShownProps<D, R>) {
  const { question, chart, table, asTable, arrange = same } = props;
  const { t } = useLocale();
  if (question.data.value === undefined) {
    const style = { height: `${chart.height}px` };
    return <div class="chart-place" style={style} role="status" aria-label={t('state.loading')} />;
  }
  if (table.rows.length === 0) return <p class="note">{t('chart.none')}</p>;
  if (asTable) return <DataTable table={table} />;
  return <>{arrange(<ChartView create={chart.create} draw={chart.draw} height={chart.height} />)}</>;
}

function same(chart: ComponentChildren): ComponentChildren {
  return chart;
}

/** The buttons of a card: the other form, and what is shown as a file. */
function CardTools<D extends Drawing, R>(props: ShownProps<D, R>) {
  const { id, name, table, asTable } = props;
  const app = useApp();
  const locale = useLocale();
  const { t } = locale;
  const { state } = app;
  const turn = () => state.look({ tables: withTable(state.view.peek().tables, id, !asTable) });
  const save = () => (asTable ? saveTable(app, locale, name, table) : void savePicture(app, locale, props));
  return (
    <div class="card-tools">
      <button
        type="button"
        class="quiet-button"
        aria-label={asTable ? t('chart.asChart', { chart: name }) : t('chart.asTable', { chart: name })}
        onClick={turn}
      >
        <Icon name={asTable ? 'chart' : 'table'} />
        {asTable ? t('chart.chart') : t('chart.table')}
      </button>
      <button
        type="button"
        class="quiet-button"
        disabled={table.rows.length === 0}
        aria-label={asTable ? t('chart.saveTable', { chart: name }) : t('chart.saveChart', { chart: name })}
        title={asTable ? t('chart.saveTable.why') : t('chart.saveChart.why')}
        onClick={save}
      >
        <Icon name="save" />
        {asTable ? t('chart.csv') : t('chart.png')}
      </button>
    </div>
  );
}

function saveTable<R>(app: App, locale: Locale, name: string, table: Table<R>): void {
  const { header, rows } = tableFile(table);
  saveCSV(fileNameOf(app, locale, name), header, rows);
}

async function savePicture<D extends Drawing, R>(
  app: App,
  locale: Locale,
  props: Props<D, R>,
): Promise<void> {
  const { picture } = await import('../charts/picture');
  const tokens = readTokens(document.documentElement);
  const caption = { ...captionOf(app, locale, props.name), meanings: props.meanings?.(tokens) ?? [] };
  saveBlob(`${fileNameOf(app, locale, props.name)}.png`, await picture(props.chart, caption, tokens));
}
