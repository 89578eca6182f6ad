import { describe, expect, it } from 'vitest';
import { csvText, fileName } from './save';

/** The lines of a table with one column that holds one cell. */
const cell = (value: Parameters<typeof csvText>[1][number][number]) =>
  csvText(['c'], [[value]]).slice('\ufeffc\r\n'.length, -'\r\n'.length);

describe('a table as CSV', () => {
  it('begins with a byte order mark, and ends each line with CRLF', () => {
    expect(csvText(['Tên', 'Số'], [['Bình Thạnh', 3]])).toBe('\ufeffTên,Số\r\nBình Thạnh,3\r\n');
    expect(csvText(['a'], [])).toBe('\ufeffa\r\n');
  });

  it('quotes what would break a line or a cell', () => {
    expect(cell('a,b')).toBe('"a,b"');
    expect(cell('say "no"')).toBe('"say ""no"""');
    expect(cell('two\nlines')).toBe('"two\nlines"');
    expect(cell('a;b c')).toBe('a;b c');
  });

  it('leaves nothing that a spreadsheet would take for a formula', () => {
    for (const text of ['=1+1', '+84 90', '-1', '@SUM(A1)', '＝1', '＠A1'])
      expect(cell(text)).toBe(`'${text}`);
    expect(cell('\t=1')).toBe("'\t=1");
    expect(cell('\r=1')).toBe(`"'\r=1"`);
    expect(cell('=HYPERLINK("http://x","y")')).toBe(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(csvText(['=A1'], [])).toBe("\ufeff'=A1\r\n");
    expect(cell('1-1')).toBe('1-1');
  });

  it('writes numbers to be reckoned with, and nothing for what is not known', () => {
    expect(cell(-5)).toBe('-5');
    expect(cell(0.938)).toBe('0.938');
    expect(cell(0)).toBe('0');
    for (const none of [undefined, null, '', Number.NaN, Number.POSITIVE_INFINITY])
      expect(cell(none)).toBe('');
  });
});

describe('the name of a file', () => {
  it('says what and when without marks', () => {
    expect(fileName('Theo đơn vị xử lý', 'Phường Bến Thành', '2026-10-24', '2026-11-22')).toBe(
      'theo-don-vi-xu-ly_phuong-ben-thanh_2026-10-24_2026-11-22',
    );
  });

  it('leaves out what is not known, and nothing that a path could be made of', () => {
    expect(fileName('a', undefined, '', 'b')).toBe('a_b');
    expect(fileName('../../etc/passwd', 'C:\\x')).toBe('etc-passwd_c-x');
    expect(fileName('…')).toBe('diemnong');
  });

  it('is not too long, and does not end in the middle of a join', () => {
    const name = fileName('x'.repeat(95), 'y');
    expect(name).toBe('x'.repeat(95));
  });
});
