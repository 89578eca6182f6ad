import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { Fault } from './client';
import { resource } from './resource';

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
