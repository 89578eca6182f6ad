import type { Class, Measure, Measures, Meta } from '../api/vocabulary';

/** The on-time rates that the operator has set: what meets the target, and what is on the way to it. */
export type Targets = Meta['targets'];

/**
 * The four colours of the city's own scheme, in the order of concern: worse than the target, on
 * the way to it, meeting it, and what cannot be judged.
 */
export const VERDICTS = ['red', 'orange', 'green', 'grey'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The counts that a judgement is made of. */
export type Judged = Pick<Measures, 'on_time' | 'late' | 'overdue'>;

/** How somebody keeps to the time set, and how sure that is. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Complaints that count: closed with a due time, or past it. */
  readonly judged: number;
  /** The share of them in time; undefined when there are none. */
  readonly rate: number | undefined;
  /** Where the rate may lie as well: its interval of 95 %, from 0 to 1 when nothing is known. */
  readonly low: number;
  readonly high: number;
}

/** The quantile of the normal distribution that leaves 2.5 % at each end. */
const Z = 1.959963984540054;

/**
 * wilson is the score interval of 95 % of a share, k of n: E. B. Wilson, Probable Inference, the
 * Law of Succession, and Statistical Inference, JASA 22 (1927), 209–212. Unlike the textbook's
 * it stays between 0 and 1, and is right for few cases and for shares near 1, which are ours.
 */
export function wilson(k: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const share = k / n;
  const z2 = (Z * Z) / n;
  const middle = share + z2 / 2;
  const reach = Z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n));
  // The ends are exact where all or none are in time; rounding must not make two of one.
  return {
    low: k === 0 ? 0 : (middle - reach) / (1 + z2),
    high: k === n ? 1 : (middle + reach) / (1 + z2),
  };
}

/** Fewer cases are no record, however clear: two late ones must not make the worst of the city. */
export const LEAST_JUDGED = 5;

/**
 * The cases that a measure which judges is made of: a share of all, of those that are judged, the
 * time of those that are closed (hardly any of them lacks its closing time). Counts and densities judge nobody.
 */
const CASES = {
  overdue_share: ['n'],
  on_time_rate: ['on_time', 'late', 'overdue'],
  median_s: ['on_time', 'late', 'undated_closed'],
} as const satisfies Partial<Record<Measure, readonly (Class | 'n')[]>>;

/** The measures that judge. */
export type JudgingMeasure = keyof typeof CASES;

/** judges reports whether a measure says how well work is done, so that a few cases say nothing. */
export function judges(measure: Measure): measure is JudgingMeasure {
  return measure in CASES;
}

/** casesOf names the counts that add up to the cases of a measure that judges. */
export function casesOf(measure: JudgingMeasure): readonly (Class | 'n')[] {
  return CASES[measure];
}

/** tooFew reports whether a measure judges, and has fewer cases than anybody is judged by. */
export function tooFew(measure: Measure, m: Measures): boolean {
  return judges(measure) && casesOf(measure).reduce((sum, name) => sum + m[name], 0) < LEAST_JUDGED;
}

/**
 * judge colours by the rate itself, and gives no colour where it says nothing: with hardly any
 * cases, or with so few that they would fit one that is not even on the way as well as one that
 * meets the target.
 */
export function judge(m: Judged, targets: Targets): Judgement {
  const judged = m.on_time + m.late + m.overdue;
  const { low, high } = wilson(m.on_time, judged);
  const rate = judged > 0 ? m.on_time / judged : undefined;
  const couldBeAnything = low < targets.on_way && high >= targets.on_time;
  const tooFew = rate === undefined || judged < LEAST_JUDGED || couldBeAnything;
  const verdict = tooFew ? 'grey' : verdictOf(rate, targets);
  return { verdict, judged, rate, low, high };
}

function verdictOf(rate: number, { on_time, on_way }: Targets): Verdict {
  if (rate >= on_time) return 'green';
  return rate >= on_way ? 'orange' : 'red';
}

/**
 * worstFirst orders judgements: red, orange, green, grey, and within a colour by the best rate
 * that each may have. So what is on top is there for sure: 0 of 3 stands below 500 of 1,000.
 */
export function worstFirst(a: Judgement, b: Judgement): number {
  return VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || a.high - b.high || b.judged - a.judged;
}

/**
 * bestFirst orders the other way, by the worst rate that each may have: 3 of 3 stands below 980
 * of 1,000. What cannot be judged is last in either order.
 */
export function bestFirst(a: Judgement, b: Judgement): number {
  return (
    BEST_FIRST.indexOf(a.verdict) - BEST_FIRST.indexOf(b.verdict) || b.low - a.low || b.judged - a.judged
  );
}

const BEST_FIRST: readonly Verdict[] = ['green', 'orange', 'red', 'grey'];

/** countVerdicts is how many there are of each colour. */
export function countVerdicts(judgements: Iterable<Judgement>): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { red: 0, orange: 0, green: 0, grey: 0 };
  for (const j of judgements) counts[j.verdict]++;
  return counts;
}

/** Rates are drawn from a multiple of this on: the axis is read, not guessed. */
const SCALE_STEP = 0.1;

/**
 * scaleStart is where the scale begins that the rates of a list are drawn on. Most lie near the
 * target: on a scale from 0 all would look alike. It ends at 1.
 */
export function scaleStart(judgements: readonly Judgement[], { on_way }: Targets): number {
  const rates = judgements.map(j => j.rate ?? 1);
  const lowest = Math.min(...rates, on_way - SCALE_STEP / 2);
  // Rounded, for ten tenths are less than one.
  return Math.max(0, Math.floor(Number((lowest / SCALE_STEP).toFixed(6))) * SCALE_STEP);
}
