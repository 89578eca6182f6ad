import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCalm } from './calm';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('createCalm', () => {
  it('waits for the picture where the code for it is there', () => {
    const figures = signal(false);
    const { calm, settle } = createCalm(
      () => figures.value,
      () => true,
    );
    figures.value = true;
    expect(calm.value).toBe(false);
    settle();
    expect(calm.value).toBe(true);
  });

  it('waits for nothing where figures are there before the code for the picture', () => {
    const figures = signal(false);
    const { calm } = createCalm(
      () => figures.value,
      () => false,
    );
    expect(calm.value).toBe(false);
    figures.value = true;
    expect(calm.value).toBe(true);
  });

  it('does not wait for ever', () => {
    const { calm } = createCalm(
      () => false,
      () => true,
    );
    vi.runAllTimers();
    expect(calm.value).toBe(true);
  });

  it('gives every turn a task of its own, in order, and none to what was taken back', () => {
    const { settle, turn, whole } = createCalm(
      () => false,
      () => true,
    );
    const done: string[] = [];
    turn(() => done.push('first'));
    const takeBack = turn(() => done.push('second'));
    turn(() => done.push('third'));
    settle();
    expect(done).toEqual([]);
    vi.advanceTimersToNextTimer();
    expect(done).toEqual(['first']);
    expect(whole()).toBe(false);
    takeBack();
    vi.runAllTimers();
    expect(done).toEqual(['first', 'third']);
    expect(whole()).toBe(true);
    turn(() => done.push('late'));
    vi.runAllTimers();
    expect(done).toEqual(['first', 'third', 'late']);
  });
});
