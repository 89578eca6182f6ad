import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '../api/client';
import type { Geocoded } from '../api/vocabulary';
import { createSearch } from './search';

/** A geocoder whose answers the test gives, in the order that it likes. */
function geocoder() {
  const calls: {
    q: string;
    aborted: () => boolean;
    answer: (gazetteer: number) => Promise<void>;
    fail: (status: number) => Promise<void>;
  }[] = [];
  const search = createSearch(
    (q, signal) =>
      new Promise<Geocoded>((resolve, reject) => {
        calls.push({
          q,
          aborted: () => signal.aborted,
          answer: gazetteer => settle(() => resolve({ gazetteer, candidates: [], parts: [] })),
          fail: status => settle(() => reject(new Fault(status, {}))),
        });
      }),
  );
  return { calls, search };
}

/** Lets all that waits for a promise go on. */
async function settle(act: () => void = () => {}): Promise<void> {
  act();
  await vi.advanceTimersByTimeAsync(0);
}

const pause = () => vi.advanceTimersByTimeAsync(200);

describe('the search for addresses', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks once after a pause, not at every key', async () => {
    const { calls, search } = geocoder();
    for (const text of ['12 ', '12 L', '12 Lê', ' 12  Lê ']) {
      search.type(text);
      await vi.advanceTimersByTimeAsync(150);
    }
    expect(calls).toHaveLength(0);
    await pause();
    expect(calls.map(c => c.q)).toEqual(['12 Lê']);
  });

  it('asks nothing for fewer than three letters, and forgets what it knew', async () => {
    const { calls, search } = geocoder();
    search.type('12 Lê Lợi');
    await pause();
    await calls[0]?.answer(1);
    expect(search.outcome.value?.answer?.gazetteer).toBe(1);
    search.type('ộộ ');
    await pause();
    expect(calls).toHaveLength(1);
    expect(search.outcome.value).toBeUndefined();
    expect(search.pending.value).toBe(false);
  });

  it('aborts what is out of date and drops its answer', async () => {
    const { calls, search } = geocoder();
    search.type('first');
    await pause();
    search.type('second');
    await pause();
    expect(calls[0]?.aborted()).toBe(true);
    await calls[1]?.answer(2);
    await calls[0]?.answer(1);
    expect(search.outcome.value?.q).toBe('second');
    expect(search.outcome.value?.answer?.gazetteer).toBe(2);
  });

  it('keeps the old answer while a new one is on its way, and says so', async () => {
    const { calls, search } = geocoder();
    search.type('first');
    expect(search.pending.value).toBe(true);
    await pause();
    await calls[0]?.answer(1);
    expect(search.pending.value).toBe(false);
    search.type('first of');
    expect(search.pending.value).toBe(true);
    expect(search.outcome.value?.q).toBe('first');
    search.type('first ');
    expect(search.pending.value).toBe(false);
  });

  it('asks at once when it must hurry', async () => {
    const { calls, search } = geocoder();
    search.type('12 Lê Lợi');
    search.hurry();
    await settle();
    expect(calls).toHaveLength(1);
    await pause();
    expect(calls).toHaveLength(1);
  });

  it('asks the same again after a fault, at the next key', async () => {
    const { calls, search } = geocoder();
    search.type('12 Lê Lợi');
    await pause();
    await calls[0]?.fail(503);
    expect(search.outcome.value?.fault?.status).toBe(503);
    expect(search.pending.value).toBe(false);
    search.type('12 Lê Lợi ');
    await pause();
    expect(calls).toHaveLength(2);
    await calls[1]?.answer(1);
    expect(search.outcome.value?.fault).toBeUndefined();
    expect(search.outcome.value?.answer?.gazetteer).toBe(1);
  });

  it('cuts a text that no address is as long as', async () => {
    const { calls, search } = geocoder();
    search.type('ộ'.repeat(5000));
    await pause();
    expect(calls[0]?.q).toHaveLength(1000);
  });
});
