import type { Complaint } from '../../api/vocabulary';
import { classOf } from './words';

/** ClassMark is the colour of a class; a word always stands beside it. */
export function ClassMark({ complaint }: { complaint: Complaint }) {
  return (
    <span
      class="dot"
      data-class={classOf(complaint)}
      style={{ background: `var(--${classOf(complaint)})` }}
    />
  );
}
