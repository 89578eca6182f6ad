import { describe, expect, it } from 'vitest';
import type { Locale } from '../app';
import { translator } from '../i18n';
import { createFormat } from '../i18n/format';
import { beforeText, countChange, rateChange, timeChange } from './changes';

const NBSP = '\u00a0';

function localeOf(language: 'vi' | 'en'): Locale {
  const t = translator(language);
  return { language, t, format: createFormat(language, 'Asia/Ho_Chi_Minh', t), name: thing => thing.name };
}
const vi = localeOf('vi');
const en = localeOf('en');

describe('a change', () => {
  it('of a count is a share of what it was, and neither good nor bad', () => {
    expect(countChange({ now: 1082, before: 1000 }, vi)).toEqual({
      text: `▲${NBSP}8,2${NBSP}%`,
      better: undefined,
    });
    expect(countChange({ now: 0, before: 4 }, en)?.text).toBe(`▼${NBSP}100%`);
    expect(countChange({ now: 7, before: 7 }, en)).toEqual({ text: 'unchanged', better: undefined });
  });

  it('of a count does not exist against nothing', () => {
    expect(countChange({ now: 5, before: 0 }, vi)).toBeUndefined();
    expect(countChange({ now: 5, before: undefined }, vi)).toBeUndefined();
  });

  it('of nothing that was nothing before is none', () => {
    expect(countChange({ now: 0, before: 0 }, vi)?.text).toBe('không đổi');
    expect(countChange({ now: 0, before: 0 }, en)?.text).toBe('unchanged');
  });

  it('of a rate is a difference in points, better in the direction that is wanted', () => {
    expect(rateChange({ now: 0.938, before: 0.926 }, 'more', vi)).toEqual({
      text: `▲${NBSP}1,2 điểm %`,
      better: true,
    });
    expect(rateChange({ now: 0.05, before: 0.03 }, 'less', en)).toEqual({
      text: `▲${NBSP}2 pts`,
      better: false,
    });
    expect(rateChange({ now: 0.9, before: 0.95 }, 'more', en)?.better).toBe(false);
  });

  it('of a rate that would be written as nothing is none', () => {
    expect(rateChange({ now: 0.9004, before: 0.9 }, 'more', en)).toEqual({
      text: 'unchanged',
      better: undefined,
    });
    expect(rateChange({ now: undefined, before: 0.9 }, 'more', en)).toBeUndefined();
  });

  it('of a time of handling is a length of time, and shorter is better', () => {
    expect(timeChange({ now: 86_400, before: 104_400 }, en)).toEqual({ text: `▼${NBSP}5 h`, better: true });
    expect(timeChange({ now: 260_000, before: 86_400 }, vi)?.better).toBe(false);
    expect(timeChange({ now: 60, before: 60 }, en)?.text).toBe('unchanged');
  });

  it('says which window it was', () => {
    const before = {
      mode: 'year',
      total: {} as never,
      from: '2025-10-23T17:00:00Z',
      to: '2025-11-22T17:00:00Z',
      as_of: '2025-11-22T17:00:00Z',
    };
    expect(beforeText('92.6%', before, en)).toBe('Compared 92.6%: 24/10/2025 – 22/11/2025.');
    const underWay = { ...before, as_of: '2025-11-10T05:30:00Z' };
    expect(beforeText('92,6%', underWay, vi)).toBe(
      `Kỳ so sánh 92,6%: 24/10/2025 – 22/11/2025, tính đến ${vi.format.moment(underWay.as_of)}.`,
    );
  });
});
