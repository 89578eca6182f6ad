import type { ComponentChildren } from 'preact';
import { useApp, useLocale } from '../app';
import { type Column, type Order, ordered, type Standing } from '../state/standings';
import { RateBar, VerdictMark } from './Verdict';

interface Props {
  caption: string;
  /** What the lines are: areas or agencies. */
  lines: string;
  standings: readonly Standing[];
  order: Order;
  onOrder: (order: Order) => void;
  /** Where the scale of the rates begins. */
  start: number;
  chosen: (standing: Standing) => boolean;
  onChoose: (standing: Standing) => void;
}

/** RankingTable is a line each, with columns that it can be sorted by. */
export function RankingTable({ caption, lines, standings, order, onOrder, start, chosen, onChoose }: Props) {
  const compared = standings.some(s => s.change !== undefined);
  const { t } = useLocale();
  const { compare } = useApp().state.view.value;
  const sort = (column: Column, text: string, why?: string) => (
    <SortButton column={column} text={text} why={why} order={order} onOrder={onOrder} />
  );
  return (
    <table class="figures-table ranking-table">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          <Heading columns={['name']} order={order}>
            {sort('name', lines)}
          </Heading>
          <Heading columns={['rate']} order={order}>
            {sort('rate', t('rank.rate'), t('rank.rate.why'))}
          </Heading>
          <Heading columns={['overdue', 'judged']} order={order}>
            {sort('overdue', t('rank.overdue'), t('class.overdue.why'))}
            {sort('judged', t('rank.judged'), t('rank.judged.why'))}
          </Heading>
          <Heading columns={['n', 'change']} order={order}>
            {sort('n', t('rank.n'))}
            {compared && sort('change', t('rank.change'), t(`rank.change.${compare}`))}
          </Heading>
        </tr>
      </thead>
      <tbody>
        {standings.map(standing => (
          <Line
            key={standing.code}
            standing={standing}
            start={start}
            chosen={chosen(standing)}
            onChoose={onChoose}
          />
        ))}
      </tbody>
    </table>
  );
}

interface HeadingProps {
  columns: readonly Column[];
  order: Order;
  children: ComponentChildren;
}

/** A heading says which way its column is sorted: down is what a reader asks for first. */
function Heading({ columns, order, children }: HeadingProps) {
  const mine = columns.includes(order.column);
  const rising = (order.column === 'name' || order.column === 'rate') !== order.reversed;
  return (
    <th scope="col" aria-sort={mine ? (rising ? 'ascending' : 'descending') : undefined}>
      {children}
    </th>
  );
}

interface SortProps {
  column: Column;
  text: string;
  why?: string | undefined;
  order: Order;
  onOrder: (order: Order) => void;
}

function SortButton({ column, text, why, order, onOrder }: SortProps) {
  const { t } = useLocale();
  const mine = order.column === column;
  const action = t('rank.sort', { column: text });
  return (
    <button
      type="button"
      class="plain sort"
      data-sort={mine ? (order.reversed ? 'reversed' : 'first') : undefined}
      title={why ? `${why}\n${action}` : action}
      onClick={() => onOrder(ordered(order, column))}
    >
      {text}
    </button>
  );
}

interface LineProps {
  standing: Standing;
  start: number;
  chosen: boolean;
  onChoose: (standing: Standing) => void;
}

function Line({ standing, start, chosen, onChoose }: LineProps) {
  const { t, name, format } = useLocale();
  const { judgement, measures, change } = standing;
  return (
    <tr data-chosen={chosen} data-code={standing.code}>
      <th scope="row">
        <button type="button" class="plain" aria-pressed={chosen} onClick={() => onChoose(standing)}>
          <VerdictMark verdict={judgement.verdict} />
          <span>{name(standing.name)}</span>
        </button>
      </th>
      <td class="number rate">
        {judgement.rate === undefined ? t('figure.unknown') : format.percent(judgement.rate)}
        {judgement.rate !== undefined && (
          <span class="unseen">
            {t('rank.interval', { low: format.percent(judgement.low), high: format.percent(judgement.high) })}
          </span>
        )}
        <RateBar judgement={judgement} start={start} />
      </td>
      <td class="number">
        <span data-alarm={measures.overdue > 0}>{format.count(measures.overdue)}</span>
        <small title={t('rank.judged.why')}>
          {t('rank.judged.of', { n: format.count(judgement.judged) })}
        </small>
      </td>
      <td class="number">
        {format.count(measures.n)}
        {change !== undefined && <Change n={change} />}
      </td>
    </tr>
  );
}

/** More or fewer than in the window compared with: in complaints, since a few make no percentage. */
function Change({ n }: { n: number }) {
  const { t, format } = useLocale();
  const count = format.count(Math.abs(n));
  const sign = n > 0 ? '▲' : n < 0 ? '▼' : '=';
  const words = n > 0 ? 'rank.change.up' : n < 0 ? 'rank.change.down' : 'rank.change.same';
  return (
    <small>
      <span aria-hidden="true">
        {sign} {count}
      </span>
      <span class="unseen">{t(words, { n: count })}</span>
    </small>
  );
}
