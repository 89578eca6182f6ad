import type { Area, AreaDetail } from '../api/vocabulary';

/** What is known of areas, by set:code. A parent is null at the top of a set. */
export type Lineage = ReadonlyMap<string, { readonly level: string; readonly parent: string | null }>;

type Known = Pick<Area, 'set' | 'code' | 'level'> & { readonly parent?: string | undefined };

/** lineageOf is what lists and details of areas tell of which area lies in which. */
export function lineageOf(areas: readonly Known[], detail: AreaDetail | undefined): Lineage {
  const all: Known[] = detail ? [...areas, { ...detail.area, parent: detail.parent?.code }] : [...areas];
  return new Map(
    all.map(({ set, code, level, parent }) => [
      `${set}:${code}`,
      { level, parent: parent ? `${set}:${parent}` : null },
    ]),
  );
}

/**
 * narrowAreas is what is left of some areas in one of them: the area itself if it lies in one, those
 * that lie in it, and none if it lies apart from all. Where that is not known, as between sets of
 * different years, it is the area.
 */
export function narrowAreas(areas: readonly string[], to: string, lineage: Lineage): readonly string[] {
  if (areas.length === 0 || areas.some(area => isWithin(to, area, lineage))) return [to];
  const inner = areas.filter(area => isWithin(area, to, lineage));
  if (inner.length > 0) return inner;
  return areas.every(area => areApart(to, area, lineage)) ? [] : [to];
}

function isWithin(inner: string, outer: string, lineage: Lineage): boolean {
  return chainOf(inner, lineage).refs.includes(outer);
}

/** Neither holds the other, for sure: they are of one level, or all that holds them is known. */
function areApart(a: string, b: string, lineage: Lineage): boolean {
  if (a.split(':')[0] !== b.split(':')[0]) return false;
  const level = lineage.get(a)?.level;
  const alike = level !== undefined && level === lineage.get(b)?.level;
  return alike || (chainOf(a, lineage).isWhole && chainOf(b, lineage).isWhole);
}

/** An area and those that hold it, from within, as far as they are known. */
function chainOf(area: string, lineage: Lineage): { refs: readonly string[]; isWhole: boolean } {
  const refs: string[] = [];
  for (let ref: string | null | undefined = area; ref && !refs.includes(ref); ) {
    refs.push(ref);
    const parent: string | null | undefined = lineage.get(ref)?.parent;
    if (parent === null) return { refs, isWhole: true };
    ref = parent;
  }
  return { refs, isWhole: false };
}
