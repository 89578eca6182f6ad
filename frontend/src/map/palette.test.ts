import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MEASURES } from '../api/vocabulary';
import { judges } from '../state/judge';
import { changeRamp, ramp } from './palette';

const JUDGING = MEASURES.filter(judges);
const THEMES = ['light', 'dark'] as const;

describe('a ramp', () => {
  it.each(MEASURES)('of %s stays ordered in grey, on light and on dark', measure => {
    for (const theme of ['light', 'dark'] as const) {
      const greys = ramp(measure, theme, 7).map(luminance);
      // What catches the eye is dark on light and bright on dark: much, but of what is in time little.
      const towardsMuch = measure === 'on_time_rate' ? -1 : 1;
      const ordered = [...greys].sort((a, b) => towardsMuch * (theme === 'light' ? b - a : a - b));
      expect(greys).toEqual(ordered);
    }
  });

  it('keeps both ends however few its colours', () => {
    const all = ramp('n', 'light', 7);
    expect(ramp('n', 'light', 2)).toEqual([all[0], all[6]]);
    expect(ramp('n', 'light', 1)).toHaveLength(1);
  });
});

describe('what cannot be judged', () => {
  const css = readFileSync(new URL('../ui/tokens.css', import.meta.url), 'utf8');
  /** The values of a token: the light theme stands first. */
  const tokens = (name: string, theme: (typeof THEMES)[number]) =>
    [...css.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, 'g'))].map(m => m[1] ?? '')[
      theme === 'light' ? 0 : 1
    ] ?? '';

  it.each(THEMES)(
    'is told from the ground and from every class, by colour-blind eyes as well, on %s',
    theme => {
      const few = tokens('few', theme);
      const others = [...JUDGING.flatMap(measure => ramp(measure, theme, 7)), tokens('land', theme)];
      for (const other of others) {
        expect(distance(lab(linear(few)), lab(linear(other))), other).toBeGreaterThan(10);
        for (const eyes of ['protan', 'deutan'] as const) {
          expect(
            distance(lab(simulated(few, eyes)), lab(simulated(other, eyes))),
            `${other}, ${eyes}`,
          ).toBeGreaterThan(10);
        }
      }
    },
  );
});

describe('the ramp of change', () => {
  it.each(THEMES)('goes away from the middle on both sides, on %s', theme => {
    const away = lightness(theme).map(l => Math.abs(l - middle(theme)));
    expect(away.slice(0, 4)).toEqual([...away.slice(0, 4)].sort((a, b) => b - a));
    expect(away.slice(3)).toEqual([...away.slice(3)].sort((a, b) => a - b));
    expect(Math.min(...away.filter((_, i) => i !== 3))).toBeGreaterThan(4);
  });

  it.each(THEMES)('is as far from the middle on one side as on the other, on %s', theme => {
    const all = lightness(theme);
    for (let i = 0; i < 3; i++) expect(Math.abs((all[i] ?? 0) - (all[6 - i] ?? 0))).toBeLessThan(9);
  });

  it.each(THEMES)('is told apart side from side by colour-blind eyes, on %s', theme => {
    const colours = changeRamp(theme, 3);
    for (const eyes of ['protan', 'deutan'] as const) {
      for (let i = 0; i < 3; i++) {
        const [fewer, more] = [colours[i], colours[6 - i]].map(c => lab(simulated(c ?? '', eyes)));
        expect(distance(fewer, more), `${eyes}, step ${3 - i}`).toBeGreaterThan(20);
      }
    }
  });

  it('keeps both ends and the middle however few its steps', () => {
    const all = changeRamp('light', 3);
    expect(changeRamp('light', 1)).toEqual([all[0], all[3], all[6]]);
    expect(changeRamp('light', 0)).toEqual([all[3]]);
  });
});

function lightness(theme: (typeof THEMES)[number]): number[] {
  return changeRamp(theme, 3).map(c => lab(linear(c))[0]);
}

function middle(theme: (typeof THEMES)[number]): number {
  return lightness(theme)[3] ?? 0;
}

type Triple = [number, number, number];

/** The channels of a colour in linear light. */
function linear(hex: string): Triple {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** Relative luminance as WCAG defines it. */
function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** What eyes without red or without green receptors see (Machado, Oliveira, Fernandes 2009). */
function simulated(hex: string, eyes: 'protan' | 'deutan'): Triple {
  const matrix = {
    protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
    deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  }[eyes];
  const from = linear(hex);
  const row = (i: number) => from.reduce((sum, c, j) => sum + c * (matrix[3 * i + j] ?? 0), 0);
  return [row(0), row(1), row(2)];
}

/** CIELAB of linear light: distances in it are about as large as they look. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : t / 0.12842 + 4 / 29);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(a: Triple = [0, 0, 0], b: Triple = [0, 0, 0]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
