import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { createFormat } from './format';
import { localName, translator } from './index';
import { PARTS, words } from './words';

const NBSP = '\u00a0';

describe('the languages', () => {
  it('have each key in one part of the page', () => {
    const keys = Object.values(PARTS).flatMap(part => Object.keys(part));
    expect(keys).toHaveLength(Object.keys(words).length);
  });

  it('have the same slots in each text, and no empty text', () => {
    const slots = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const [key, [vi, en]] of Object.entries(words)) {
      expect(slots(en), key).toEqual(slots(vi));
      expect(vi.trim() && en.trim(), key).not.toBe('');
    }
  });

  it('are written in composed letters, as the map draws them', () => {
    for (const text of Object.values(words).flat()) expect(text).toBe(text.normalize('NFC'));
  });

  it('fill their slots', () => {
    expect(translator('vi')('time.days', { n: '30' })).toBe('30 ngày');
    expect(translator('en')('time.days', { n: '30' })).toBe('30 days');
  });

  it('fall back on the Vietnamese name where there is no English one', () => {
    expect(localName({ name: 'Phường', name_en: '' }, 'en')).toBe('Phường');
  });
});

describe('the components', () => {
  const folder = join(import.meta.dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.tsx'),
  );
  it.each(files)('%s writes no text of its own', name => {
    const found: string[] = [];
    visit(parseAst(readFileSync(join(folder, name), 'utf8'), { lang: 'tsx' }), found);
    expect(found).toEqual([]);
  });
});

describe('numbers', () => {
  const vietnamese = createFormat('vi', 'Asia/Ho_Chi_Minh', translator('vi'));
  const english = createFormat('en', 'Asia/Ho_Chi_Minh', translator('en'));

  it('give a time of today without its date, in the city’s zone', () => {
    const now = new Date('2026-11-22T10:30:00Z');
    expect(vietnamese.clock('2026-11-22T10:28:30Z', now)).toBe('17:28');
    expect(english.clock('2026-11-22T10:28:30Z', now)).toBe('17:28');
    expect(english.clock('2026-11-21T10:28:30Z', now)).toBe('21/11/2026 17:28');
    expect(vietnamese.clock('2026-11-21T10:28:30Z', now)).toBe('21/11/2026 17:28');
  });

  it('are written as each language writes them', () => {
    expect(vietnamese.count(14707)).toBe('14.707');
    expect(english.count(14707)).toBe('14,707');
    expect(vietnamese.percent(0.938)).toBe(`93,8${NBSP}%`);
    expect(english.percent(0.938)).toBe('93.8%');
    expect(english.percent(0.0001)).toBe('< 0.1%');
    expect(english.percent(0)).toBe('0%');
    expect(vietnamese.decimal(0.01505)).toBe('0,015');
    expect(vietnamese.decimal(365.61)).toBe('366');
    expect(vietnamese.density(0.00041)).toBe('< 0,01');
    expect(vietnamese.density(0.935)).toBe('0,94');
    expect(english.density(0)).toBe('0');
  });

  it('say a change with its direction, and none against nothing', () => {
    expect(vietnamese.change(1082, 1000)).toBe(`▲${NBSP}8,2${NBSP}%`);
    expect(vietnamese.change(900, 1000)).toBe(`▼${NBSP}10${NBSP}%`);
    expect(vietnamese.change(5, 0)).toBeUndefined();
  });

  it('say a distance roughly, never as nothing', () => {
    expect(vietnamese.distance(3)).toBe(`10${NBSP}m`);
    expect(english.distance(186)).toBe(`190${NBSP}m`);
    expect(english.distance(998)).toBe(`1${NBSP}km`);
    expect(vietnamese.distance(1580)).toBe(`1,6${NBSP}km`);
  });

  it('say times of handling in the unit that fits', () => {
    expect(vietnamese.duration(150)).toBe('3 phút');
    expect(vietnamese.duration(5400)).toBe('1,5 giờ');
    expect(english.duration(216_000)).toBe('2.5 days');
    expect(vietnamese.duration(365.61 * 86_400)).toBe('366 ngày');
    expect(vietnamese.length(182.5)).toBe('183 ngày');
  });

  it('name the last day of a half-open window', () => {
    expect(vietnamese.days('2026-10-24', '2026-11-23')).toBe('24/10/2026 – 22/11/2026');
    expect(vietnamese.days('2026-10-24', '2026-10-25')).toBe('24/10/2026');
    expect(vietnamese.period({ from: '2026-10-24', to: '2026-10-25' })).toBe('24/10/2026 · 1 ngày');
  });

  it('say times in the zone of the city', () => {
    expect(vietnamese.moment('2026-11-21T18:30:00Z')).toBe('22/11/2026 01:30');
    expect(english.moment('2026-11-21T18:30:00Z')).toBe('22/11/2026 01:30');
  });

  it('show a dash for what is not known', () => {
    expect(vietnamese.measure('median_s', undefined)).toBe('–');
  });
});

/** Attributes whose text a person reads or hears. */
const SPOKEN = ['aria-label', 'title', 'placeholder', 'alt', 'label', 'aria-valuetext'];

/** visit collects the words that stand in JSX as they are: in tags, and in attributes that are read out. */
function visit(node: unknown, found: string[]): void {
  if (Array.isArray(node)) for (const child of node) visit(child, found);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  const { type, value, name } = node as { type?: string; value?: unknown; name?: { name?: string } };
  const text =
    type === 'JSXText'
      ? String(value)
      : type === 'JSXAttribute' && SPOKEN.includes(name?.name ?? '') && isLiteral(value)
        ? String(value.value)
        : '';
  if (/\p{L}{2,}/u.test(text) && !KEYS.includes(text.trim())) found.push(text.trim());
  for (const child of Object.values(node)) visit(child, found);
}

/** The names on keys are the same in both languages. */
const KEYS = ['Esc'];

function isLiteral(node: unknown): node is { value: unknown } {
  return typeof node === 'object' && node !== null && (node as { type?: string }).type === 'Literal';
}
