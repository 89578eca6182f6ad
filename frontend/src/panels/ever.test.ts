import { describe, expect, it } from 'vitest';
import type { Locale } from '../app';
import { translator } from '../i18n';
import { createFormat } from '../i18n/format';
import { everText } from './OverdueEver';

function localeOf(language: 'vi' | 'en'): Locale {
  const t = translator(language);
  return { language, t, format: createFormat(language, 'Asia/Ho_Chi_Minh', t), name: thing => thing.name };
}

describe('what is overdue of all time', () => {
  it('is said beside the number of the window', () => {
    expect(everText({ within: 1234, ever: 5678 }, localeOf('vi'))).toBe('5.678 tính mọi thời gian');
    expect(everText({ within: 0, ever: 5678 }, localeOf('en'))).toBe('5,678 of all time');
  });

  it('is not said where it is the same, or not yet known', () => {
    expect(everText({ within: 7, ever: 7 }, localeOf('vi'))).toBeUndefined();
    expect(everText({ within: 7, ever: undefined }, localeOf('vi'))).toBeUndefined();
  });
});
