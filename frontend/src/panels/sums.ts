import { CLASSES, type Measures } from '../api/vocabulary';

/**
 * addMeasures adds counts and computes the shares from the sums, as the service
 * does. Times of handling have no sum without their distribution and are left out.
 */
export function addMeasures(parts: readonly Measures[]): Measures {
  const sum = (of: (m: Measures) => number) => parts.reduce((total, part) => total + of(part), 0);
  const counts = Object.fromEntries(CLASSES.map(name => [name, sum(m => m[name])])) as Record<
    (typeof CLASSES)[number],
    number
  >;
  const n = sum(m => m.n);
  const judged = counts.on_time + counts.late + counts.overdue;
  return {
    ...counts,
    n,
    reopened: sum(m => m.reopened),
    ...(judged > 0 && { on_time_rate: counts.on_time / judged }),
    ...(n > 0 && { overdue_share: counts.overdue / n }),
  };
}
