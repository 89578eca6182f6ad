/** What a name is shown by, in both languages. */
interface Name {
  readonly name: string;
  readonly name_en: string;
}

/** An area with the one that holds it, where that is known. */
export interface Held extends Name {
  readonly code: string;
  readonly parent?: Name | undefined;
}

/** Wards were numbered in each district: a name that ends with a number says nothing without it. */
const NUMBERED = /\s\d+$/;

/** placeName is the name of an area, with the one that holds it where the name alone is that of several. */
export function placeName(area: Held, nameOf: (thing: Name) => string, among: readonly Held[] = []): string {
  const twin = among.some(other => other.code !== area.code && other.name === area.name);
  const unclear = twin || NUMBERED.test(area.name);
  return unclear && area.parent ? `${nameOf(area)} (${nameOf(area.parent)})` : nameOf(area);
}
