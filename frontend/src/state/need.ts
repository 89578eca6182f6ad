import type { Area, Measures, Meta } from '../api/vocabulary';
import { compareNames } from '../ui/collate';
import { type Judgement, judge, worstFirst } from './judge';

/** An area with its figures and what they say about it. */
export interface JudgedArea {
  readonly area: Area;
  readonly measures: Measures;
  readonly judgement: Judgement;
}

/** inNeed are the areas that have complaints, judged, the ones in most need first; equal ones by name. */
export function inNeed(
  areas: readonly Area[],
  targets: Meta['targets'],
  name: (area: Area) => string,
): JudgedArea[] {
  return areas
    .flatMap(area =>
      area.measures?.n ? [{ area, measures: area.measures, judgement: judge(area.measures, targets) }] : [],
    )
    .sort((a, b) => worstFirst(a.judgement, b.judgement) || compareNames(name(a.area), name(b.area)));
}

/** How many areas the wall names: more would not be read from five metres. */
const WORST = 3;

/** worstOf are the few that miss the target by most, as surely as their number of cases allows. */
export function worstOf(
  areas: readonly Area[],
  targets: Meta['targets'],
  name: (area: Area) => string,
): JudgedArea[] {
  return inNeed(areas, targets, name)
    .filter(({ judgement: { verdict } }) => verdict === 'red' || verdict === 'orange')
    .slice(0, WORST);
}
