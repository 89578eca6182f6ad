import { describe, expect, it } from 'vitest';
import { readEntry } from './entry';

const NEAR = '2026-11-23';

describe('a date that a person types', () => {
  it.each([
    ['22/11/2026', '2026-11-22', undefined],
    [' 2/1/2026 ', '2026-01-02', undefined],
    ['22-11-2026', '2026-11-22', undefined],
    ['22.11.26', '2026-11-22', undefined],
    ['22 11 2026', '2026-11-22', undefined],
    ['22/11', '2026-11-22', undefined],
    ['22112026', '2026-11-22', undefined],
    ['2026-11-22', '2026-11-22', undefined],
    ['25/10/2026 12:00', '2026-10-25', 720],
    ['25/10/2026, 7h', '2026-10-25', 420],
    ['25/10 23h59', '2026-10-25', 1439],
    ['2026-10-25T12:00', '2026-10-25', 720],
    ['29/2/2024', '2024-02-29', undefined],
  ])('%j is read, day first', (text, day, minutes) => {
    expect(readEntry(text, NEAR)).toEqual({ kind: 'day', day, minutes });
  });

  it.each(['', '   '])('%j is no bound', text => {
    expect(readEntry(text, NEAR)).toEqual({ kind: 'nothing' });
  });

  it.each([
    'yesterday',
    '22',
    '22/11/20266',
    '25/10/2026 25:00',
    '25/10/2026 12:61',
    '1/2/3/4',
    '25/10/2026 x',
  ])('%j is not understood', text => {
    expect(readEntry(text, NEAR)).toEqual({ kind: 'fault', fault: 'form' });
  });

  it.each(['31/2/2026', '29/2/2026', '11/22/2026', '0/1/2026', '2026-13-01'])(
    '%j is in no calendar',
    text => {
      expect(readEntry(text, NEAR)).toEqual({ kind: 'fault', fault: 'calendar' });
    },
  );
});
