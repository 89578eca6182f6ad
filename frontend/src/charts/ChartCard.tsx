import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useLocale } from '../app';
import { Icon } from '../ui/Icon';

interface Props {
  title: ComponentChildren;
  /** The title as plain words, for the button's name. */
  name: string;
  chart: ComponentChildren;
  table: ComponentChildren;
}

/** ChartCard is a chart with its table behind it. */
export function ChartCard({ title, name, chart, table }: Props) {
  const { t } = useLocale();
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <header class="card-head">
        <h3 id={id}>{title}</h3>
        <button
          type="button"
          class="quiet-button"
          aria-pressed={asTable}
          aria-label={asTable ? t('chart.asChart', { chart: name }) : t('chart.asTable', { chart: name })}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon name={asTable ? 'chart' : 'table'} />
          {asTable ? t('chart.chart') : t('chart.table')}
        </button>
      </header>
      {asTable ? table : chart}
    </section>
  );
}
