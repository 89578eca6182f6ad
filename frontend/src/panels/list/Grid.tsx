// The rows are drawn where they stand in a height of millions of pixels, which elements of a table do not allow.
// biome-ignore-all lint/a11y/useSemanticElements: see above
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Complaint } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { openComplaint } from '../complaint/open';
import { COLUMNS } from './columns';
import { Head, Rows } from './Rows';
import { usePlace, useSight, useWanted } from './sight';
import { isDrawn, keyed, rowOf, topFor } from './window';

/** Heights of a row in pixels: one line, two where the list is narrow, three on a phone. The style sheet has them from here. */
const ROW = 34;
const ROW_TIGHT = 50;
const ROW_PHONE = 76;

/** A list no wider than this has rows of two lines; the style sheet has the same width. */
const TIGHT = 860;

/**
 * Grid is the list itself: as long as the list is, with only the rows in the
 * document that are seen. Arrows, page keys, Home and End move in it, Enter opens.
 */
export function Grid({ count }: { count: number }) {
  const app = useApp();
  const { t } = useLocale();
  const phone = app.narrow.value;
  const box = useRef<HTMLDivElement>(null);
  const tight = useTight(box);
  const row = phone ? ROW_PHONE : tight ? ROW_TIGHT : ROW;
  const { sight, look } = useSight(box, row, count);
  const active = useSignal(0);
  const { rows } = app.queries.list;
  useWanted(sight);
  usePlace(box, active, row);
  const open = (complaint: Complaint | undefined, index: number) => {
    active.value = index;
    if (complaint) openComplaint(app, complaint, phone);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const now = rowOf(active.peek(), look());
    if (event.key === 'Enter') open(rows.at(now), now);
    const to = keyed(event.key, now, look());
    if (to === undefined) return;
    event.preventDefault();
    active.value = to;
    box.current?.scrollTo({ top: topFor(to, look()) });
  };
  const at = rowOf(active.value, sight.value);
  return (
    <div
      class="list-grid"
      role="grid"
      tabIndex={0}
      ref={box}
      aria-label={t('list.title')}
      aria-rowcount={count + 1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={isDrawn(at, sight.value) ? `list-row-${at}` : undefined}
      style={{ '--row': `${row}px` }}
      onKeyDown={onKeyDown}
    >
      <Head />
      <Rows sight={sight.value} active={at} onOpen={open} />
    </div>
  );
}

/** useTight is whether the list has little width: panels beside it fold, and screens turn. */
function useTight(box: { current: HTMLDivElement | null }): boolean {
  const tight = useSignal(false);
  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    const measure = () => {
      tight.value = node.clientWidth <= TIGHT;
    };
    measure();
    const size = new ResizeObserver(measure);
    size.observe(node);
    return () => size.disconnect();
  }, []);
  return tight.value;
}
