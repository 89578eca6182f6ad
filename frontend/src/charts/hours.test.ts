import { describe, expect, it } from 'vitest';
import { hourOfKey, hourSteps, stepOf } from './hours';

describe('the scale of the week', () => {
  it('goes in even, round steps from 1 to the most', () => {
    expect(hourSteps(26, 6)).toEqual([1, 6, 11, 16, 21, 26]);
    expect(hourSteps(6, 6)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(hourSteps(1, 6)).toEqual([1]);
    expect(hourSteps(0, 6)).toEqual([]);
  });

  it('never has more colours than asked for, nor one that nothing has', () => {
    for (let most = 1; most < 3000; most += 7) {
      const steps = hourSteps(most, 6);
      expect(steps.length, String(most)).toBeLessThanOrEqual(6);
      expect(steps.at(-1), String(most)).toBeLessThanOrEqual(most);
    }
  });

  it('has a place for each count, and none for nothing', () => {
    const steps = [1, 6, 11];
    expect([0, 1, 5, 6, 10, 11, 99].map(n => stepOf(n, steps))).toEqual([-1, 0, 0, 1, 1, 2, 2]);
  });

  it('reads the hours of the service', () => {
    expect(['000', '023', '024', '167'].map(hourOfKey)).toEqual([0, 23, 24, 167]);
    for (const key of [null, undefined, '', '168', '1', '0a1', '200']) expect(hourOfKey(key)).toBeUndefined();
  });
});
