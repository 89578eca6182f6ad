import type { AddressPart, Area, Candidate, Geocoded, Meta, PlaceArea } from '../api/vocabulary';
import type { Locale } from '../app';
import { type Found, newFound } from '../state/found';
import { fold, matches } from '../ui/fold';

/** A candidate less sure than this is more often wrong than right. */
const LIKELY = 0.5;
/** How many areas are listed, with and without addresses below them. */
const AREAS_ALONE = 8;
const AREAS_ABOVE = 3;

/** A line of the search: an area of the level in use, or what an address may mean. */
export type Option =
  | { readonly kind: 'area'; readonly key: string; readonly area: Area }
  | { readonly kind: 'address'; readonly key: string; readonly words: Described };

/** A candidate in words. */
export interface Described {
  /** What it is: number and street, a place, an area. */
  readonly title: string;
  /** Where: its area now, and in the set before. */
  readonly where: string;
  /** How well it is known: quality, radius, how sure. */
  readonly how: string;
  /** Null where nothing can be shown on the map. */
  readonly found: Found | null;
}

/** The areas that match a text by name, then the candidates that say more than these. */
export function optionsOf(
  text: string,
  areas: readonly Area[],
  answer: Geocoded | undefined,
  meta: Meta,
  locale: Locale,
): Option[] {
  const candidates = answer?.candidates ?? [];
  const matching = areasNamed(areas, text, candidates.length > 0 ? AREAS_ABOVE : AREAS_ALONE);
  const listed = new Set(matching.map(a => `${a.set}:${a.code}`));
  return [
    ...matching.map((area): Option => ({ kind: 'area', key: `area-${area.code}`, area })),
    ...candidates
      .filter(c => !(onlyArea(c) && c.area && listed.has(`${c.area.set}:${c.area.code}`)))
      .map(
        (c, i): Option => ({
          kind: 'address',
          key: `address-${i}`,
          words: describe(c, answer?.parts ?? [], meta, locale),
        }),
      ),
  ];
}

/** describe says of a candidate what it is, where, and how surely. */
export function describe(c: Candidate, parts: readonly AddressPart[], meta: Meta, locale: Locale): Described {
  const { t, name } = locale;
  const newest = meta.default_set ?? meta.area_sets.at(-1)?.code;
  const now = c.areas.find(a => a.set === newest);
  const before = c.areas.filter(a => a.set !== newest && a.name !== now?.name).at(-1);
  const title = titleOf(c, parts, now, locale);
  const other = (area: PlaceArea | undefined) => (area && name(area) !== title ? name(area) : '');
  const nowName = other(now);
  const maybe = nowName && t('search.maybe', { name: nowName });
  const where = onlyCoarse(c)
    ? [other(c.area), maybe] // the share is that of the area; the ward is a guess
    : [sureOf(c) < LIKELY ? maybe : nowName, other(before) && t('search.former', { name: other(before) })];
  const label = [title, onlyCoarse(c) ? other(c.area) : nowName].filter(Boolean).join(', ');
  const { lng, lat } = { lng: c.lon ?? NaN, lat: c.lat ?? NaN };
  return {
    title,
    where: where.filter(Boolean).join(' · '),
    how: howOf(c, meta, locale),
    found: newFound(lng, lat, c.radius_m ?? 0, label),
  };
}

/** The sentence below the list: why nothing can be shown, if so. */
export function reasonOf(answer: Geocoded | undefined, { t }: Locale): string {
  const best = answer?.candidates[0];
  if (!answer?.unplaced || (best && best.quality !== 'none')) return '';
  return t(`unplaced.${answer.unplaced}`);
}

/** Of quality area and without a street it is nothing but the area. */
function onlyArea(c: Candidate): boolean {
  return c.quality === 'area' && !c.street;
}

function titleOf(
  c: Candidate,
  parts: readonly AddressPart[],
  now: PlaceArea | undefined,
  { name }: Locale,
): string {
  if (c.street) return [c.number, c.street].filter(Boolean).join(' ');
  const part = parts.find(p => p.kind === 'place' || p.kind === 'point');
  if (part && !onlyArea(c)) return part.kind === 'place' ? part.value : part.text;
  const area = c.area ?? now ?? c.areas[0];
  return area ? name(area) : '';
}

function howOf(c: Candidate, meta: Meta, { t, format, name }: Locale): string {
  const level = meta.area_sets.find(s => s.code === c.area?.set)?.levels.find(l => l.code === c.area?.level);
  const quality = c.quality === 'area' && level ? name(level).toLowerCase() : t(`quality.${c.quality}`);
  return [
    quality,
    c.radius_m && c.quality !== 'none' && t('search.within', { distance: format.distance(c.radius_m) }),
    t(onlyCoarse(c) ? 'search.sure.area' : 'search.sure', {
      share: format.percent(Math.round(sureOf(c) * 100) / 100),
    }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Only an area coarser than a ward is certain. */
function onlyCoarse(c: Candidate): boolean {
  return c.area !== undefined && sureOf(c) > c.score;
}

/** How often what is named is right: the ward, or the coarser area where only that is known. */
function sureOf(c: Candidate): number {
  return Math.max(c.score, c.area_score ?? 0);
}

/** Areas whose name matches, those that end with the text first (Phường An Khánh for "an khanh"), then the busier. */
function areasNamed(areas: readonly Area[], text: string, most: number): Area[] {
  const end = fold(text);
  if (!end) return [];
  const rank = (a: Area) => (fold(a.name).endsWith(end) ? 0 : 1);
  return areas
    .filter(a => matches(a.name, text) || matches(a.name_en, text))
    .sort((a, b) => rank(a) - rank(b) || (b.measures?.n ?? 0) - (a.measures?.n ?? 0))
    .slice(0, most);
}
