import type { AreaDetail, Measures, Stats } from '../api/vocabulary';
import type { App } from '../app';

/** What the figures panel is about. */
export interface Subject {
  readonly kind: 'city' | 'area' | 'cell';
  readonly measures: Measures | undefined;
  /** The same length of time before, when it is known. */
  readonly before: { total: Measures; from: string; to: string } | undefined;
  readonly area: AreaDetail['area'] | undefined;
}

/** subjectOf is what is selected, else the city. Reads signals: call it while drawing. */
export function subjectOf({ state, queries, cell }: App): Subject {
  const { selection } = state.view.value;
  const stats = queries.categories.data.value;
  if (selection?.kind === 'cell') {
    const known = cell.value?.h3 === selection.h3 ? cell.value.measures : undefined;
    return { kind: 'cell', measures: known, before: undefined, area: undefined };
  }
  const focus = state.focus.value;
  const known = queries.area.data.value?.area;
  const area = focus && known?.set === focus.set && known.code === focus.code ? known : undefined;
  return {
    kind: focus ? 'area' : 'city',
    // The area's own answer knows rates per resident and per km² as well.
    measures: area?.measures ?? stats?.total,
    before: beforeOf(stats),
    area,
  };
}

function beforeOf(stats: Stats | undefined): Subject['before'] {
  return stats?.compare && { total: stats.compare.total, from: stats.compare.from, to: stats.compare.to };
}
