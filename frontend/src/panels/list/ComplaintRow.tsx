import type { ComponentChildren } from 'preact';
import type { Complaint } from '../../api/vocabulary';
import { useApp, useLocale } from '../../app';
import { ClassMark } from '../complaint/ClassMark';
import { openComplaint } from '../complaint/open';
import { nameOf, standing } from '../complaint/words';

interface Props {
  complaint: Complaint;
  /** The moment that classes are judged at, in milliseconds. */
  asOf: number;
  /** What stands at the end of the first line, such as a distance. */
  children?: ComponentChildren;
}

/** ComplaintRow is a complaint in two lines: what it is, when it came and how it stands. It opens it. */
export function ComplaintRow({ complaint, asOf, children }: Props) {
  const app = useApp();
  const locale = useLocale();
  const { meta } = app.state;
  return (
    <button type="button" class="complaint-row" onClick={() => openComplaint(app, complaint)}>
      <span class="complaint-row-kind">{nameOf(meta.value.categories, complaint.category, locale)}</span>
      <span class="complaint-row-end">{children}</span>
      <span class="complaint-row-more">
        <ClassMark complaint={complaint} />
        {standing(complaint, asOf, locale)}
      </span>
      <time dateTime={complaint.received_at}>{locale.format.moment(complaint.received_at)}</time>
    </button>
  );
}
