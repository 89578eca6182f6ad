import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import { Fault } from './client';
import { resource, retryFailed } from './resource';

/** A loader whose answers come when the test says so. */
function slowly() {
  const waiting = new Map<string, { give: (answer: string) => void; fail: (error: Error) => void }>();
  const aborted: string[] = [];
  const load = (question: string, signal: AbortSignal) =>
    new Promise<string>((give, fail) => {
      waiting.set(question, { give, fail });
      signal.addEventListener('abort', () => aborted.push(question));
    });
  return { waiting, aborted, load };
}

/** Lets what is settled already take effect. */
async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

it('keeps the old answer until the new one is there', async () => {
  const { waiting, load } = slowly();
  const question = signal<string | null>('a');
  const r = resource(question, load);
  await settled();
  waiting.get('a')?.give('A');
  await settled();
  question.value = 'b';
  await settled();
  expect([r.data.value, r.loading.value]).toEqual(['A', true]);
  waiting.get('b')?.give('B');
  await settled();
  expect([r.data.value, r.loading.value]).toEqual(['B', false]);
});

it('drops an answer that comes after its question has changed, and aborts its request', async () => {
  const { waiting, aborted, load } = slowly();
  const question = signal<string | null>('a');
  const r = resource(question, load);
  await settled();
  question.value = 'b';
  await settled();
  waiting.get('b')?.give('B');
  waiting.get('a')?.give('A');
  await settled();
  expect(aborted).toEqual(['a']);
  expect(r.data.value).toBe('B');
});

describe('within a drag', () => {
  it('lets the request under way finish, shows its answer, and asks the newest question next', async () => {
    const { waiting, aborted, load } = slowly();
    const question = signal<string | null>('a');
    const r = resource(question, load, () => true);
    await settled();
    for (const next of ['b', 'c', 'd']) {
      question.value = next;
      await settled();
    }
    expect([...waiting.keys()]).toEqual(['a']);
    waiting.get('a')?.give('A');
    await settled();
    expect([r.data.value, r.loading.value, [...waiting.keys()]]).toEqual(['A', true, ['a', 'd']]);
    waiting.get('d')?.give('D');
    await settled();
    expect([r.data.value, r.loading.value, aborted]).toEqual(['D', false, []]);
  });

  it('says nothing of a fault that a newer question makes good', async () => {
    const { waiting, load } = slowly();
    const question = signal<string | null>('a');
    const r = resource(question, load, () => true);
    await settled();
    question.value = 'b';
    await settled();
    waiting.get('a')?.fail(new Fault(503, {}));
    await settled();
    expect(r.fault.value).toBeUndefined();
    waiting.get('b')?.fail(new Fault(400, { detail: 'wrong' }));
    await settled();
    expect([r.fault.value?.message, r.loading.value]).toEqual(['wrong', false]);
  });

  it('gives way at once to a change that is no part of it', async () => {
    const { waiting, aborted, load } = slowly();
    const question = signal<string | null>('a');
    let dragging = true;
    const r = resource(question, load, () => dragging);
    await settled();
    question.value = 'b';
    await settled();
    dragging = false;
    question.value = 'c';
    await settled();
    expect(aborted).toEqual(['a']);
    waiting.get('c')?.give('C');
    waiting.get('a')?.give('A');
    await settled();
    expect([r.data.value, [...waiting.keys()]]).toEqual(['C', ['a', 'c']]);
  });

  it('forgets what waits when there is nothing to ask any more', async () => {
    const { waiting, load } = slowly();
    const question = signal<string | null>('a');
    const r = resource(question, load, () => true);
    await settled();
    question.value = 'b';
    await settled();
    question.value = null;
    await settled();
    waiting.get('a')?.give('A');
    await settled();
    expect([r.data.value, [...waiting.keys()]]).toEqual([undefined, ['a']]);
  });
});

it('says what went wrong, and asks again on request', async () => {
  const { waiting, load } = slowly();
  const r = resource(signal<string | null>('a'), load);
  await settled();
  waiting.get('a')?.fail(new Fault(400, { detail: 'no such class', hint: 'one of six' }));
  await settled();
  expect([r.fault.value?.message, r.fault.value?.hint]).toEqual(['no such class', 'one of six']);
  r.retry();
  await settled();
  waiting.get('a')?.give('A');
  await settled();
  expect([r.data.value, r.fault.value]).toEqual(['A', undefined]);
});

it('knows nothing when there is no question', async () => {
  const { waiting, load } = slowly();
  const question = signal<string | null>('a');
  const r = resource(question, load);
  await settled();
  waiting.get('a')?.give('A');
  await settled();
  question.value = null;
  await settled();
  expect(r.data.value).toBeUndefined();
});

it('does not ask the same question twice', async () => {
  let asked = 0;
  const question = signal<{ x: number } | null>({ x: 1 });
  resource(question, async () => ++asked);
  await settled();
  question.value = { x: 1 };
  await settled();
  expect(asked).toBe(1);
});

it('asks again what has failed, and nothing else', async () => {
  const asked: string[] = [];
  let broken = true;
  const load = async (q: string) => {
    asked.push(q);
    if (broken && q === 'bad') throw new Fault(0, {});
    return q;
  };
  const good = resource(signal('good'), load);
  const bad = resource(signal('bad'), load);
  await vi.waitFor(() => expect([good.data.value, bad.fault.value?.status]).toEqual(['good', 0]));
  broken = false;
  retryFailed();
  await vi.waitFor(() => expect(bad.data.value).toBe('bad'));
  expect(bad.fault.value).toBeUndefined();
  retryFailed();
  expect(asked).toEqual(['good', 'bad', 'bad']);
  good.dispose();
  bad.dispose();
});
