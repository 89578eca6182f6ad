import { CLASSES, type Class, type Complaint, type ComplaintDetail } from '../../api/vocabulary';
import type { Locale } from '../../app';
import type { Key } from '../../i18n';
import { words } from '../../i18n/words';

/** spoken is a text for a code of the service; the code itself where the page has none yet. */
export function spoken({ t }: Locale, prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return key in words ? t(key as Exclude<Key, KeyWithSlots>) : code;
}

/** Texts that need more than their key; none of those that `spoken` is asked for is one. */
type KeyWithSlots = { [K in Key]: (typeof words)[K][0] extends `${string}{${string}` ? K : never }[Key];

/** classOf is the class of a complaint; one that the page does not know yet is open. */
export function classOf({ class: name }: Complaint): Class {
  return CLASSES.find(c => c === name) ?? 'undated_open';
}

/** standing is the class in words, with the time that is left or that it is late by. */
export function standing(complaint: Complaint, asOf: number, locale: Locale): string {
  const name = classOf(complaint);
  if (name === 'undated_open' || name === 'undated_closed') return locale.t(`class.${name}`);
  const due = Date.parse(complaint.due_at ?? '');
  const done = complaint.closed_at ? Date.parse(complaint.closed_at) : asOf;
  const seconds = Math.abs(due - done) / 1000;
  if (Number.isNaN(seconds)) return locale.t(`class.${name}`);
  return locale.t(`complaint.class.${name}`, { time: locale.format.duration(seconds) });
}

/** certainty says in sentences how well the place is known, and how it became known. */
export function certainty(complaint: ComplaintDetail, locale: Locale): string[] {
  const { t, format } = locale;
  const { quality, radius_m, score, unplaced, method, flags } = complaint;
  const placed = quality === 'point' || quality === 'street';
  const distance = format.distance(radius_m ?? 0);
  const where =
    placed && !radius_m
      ? t('complaint.exact')
      : quality === 'point' || quality === 'street'
        ? t(`complaint.where.${quality}`, { distance })
        : t(quality === 'area' ? 'complaint.where.area' : 'complaint.where.none');
  return [
    placed ? `${where}.` : where,
    unplaced ? spoken(locale, 'complaint.unplaced', unplaced) : '',
    method === 'unknown' && !placed ? '' : spoken(locale, 'complaint.method', method),
    score ? t('complaint.score', { n: format.count(score * 100) }) : '',
    ...flags.map(flag => spoken(locale, 'complaint.flag', flag)),
  ].filter(Boolean);
}

/** nameOf is the name of a thing by its code; the code where the catalogue does not have it. */
export function nameOf(
  things: readonly { code: string; name: string; name_en: string }[],
  code: string | undefined,
  { t, name }: Locale,
): string {
  if (!code) return t('list.unknown');
  const thing = things.find(other => other.code === code);
  return thing ? name(thing) : code;
}
