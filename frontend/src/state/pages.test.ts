import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '../api/client';
import { createPages } from './pages';

const SIZE = 10;

/** A list whose answers the test gives; row 25 of question a is "a25". */
function list(most = 5, abreast = 2) {
  const calls: {
    q: string;
    page: number;
    aborted: () => boolean;
    answer: () => Promise<void>;
    fail: () => Promise<void>;
  }[] = [];
  const pages = createPages<string, string>({
    size: SIZE,
    most,
    abreast,
    settleMs: 80,
    load: (q, offset, limit, signal) =>
      new Promise((resolve, reject) => {
        const rows = Array.from({ length: limit }, (_, i) => `${q}${offset + i}`);
        calls.push({
          q,
          page: offset / SIZE,
          aborted: () => signal.aborted,
          answer: () => settled(() => resolve(rows)),
          fail: () => settled(() => reject(new Fault(503, { detail: 'away' }))),
        });
      }),
  });
  pages.ask('a', false);
  return { pages, calls, asked: () => calls.map(c => c.page) };
}

async function settled(act: () => void) {
  act();
  await Promise.resolve();
  await Promise.resolve();
}

/** Answers all that is asked, and what that makes it ask. */
async function answerAll(calls: ReturnType<typeof list>['calls'], from = 0) {
  for (let i = from; i < calls.length; i++) if (!calls[i]?.aborted()) await calls[i]?.answer();
}

describe('a list in pages', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks for the pages that are looked at, each once', async () => {
    const { pages, calls, asked } = list();
    pages.want(0, 14);
    pages.want(3, 17);
    expect(asked()).toEqual([0, 1]);
    await answerAll(calls);
    pages.want(0, 19);
    expect(asked()).toEqual([0, 1]);
    expect(pages.at(14)).toBe('a14');
    expect(pages.at(20)).toBeUndefined();
  });

  it('has few on their way, and goes on when one comes', async () => {
    const { pages, calls, asked } = list();
    pages.want(0, 49);
    expect(asked()).toEqual([0, 1]);
    await calls[0]?.answer();
    expect(asked()).toEqual([0, 1, 2]);
    expect(pages.running).toBe(2);
  });

  it('asks for nothing on the way of a scroll bar, and for where it rests', () => {
    const { pages, asked, calls } = list();
    pages.want(0, 9);
    for (const row of [500, 900, 2000, 5000]) pages.want(row, row + 9);
    expect(calls[0]?.aborted()).toBe(true);
    expect(asked()).toEqual([0]);
    vi.advanceTimersByTime(80);
    expect(asked()).toEqual([0, 500]);
  });

  it('keeps a bounded number of pages: those nearest to what is looked at', async () => {
    const { pages, calls } = list(3);
    for (let row = 0; row < 100; row += SIZE) {
      pages.want(row, row + 9);
      await answerAll(calls);
    }
    pages.want(80, 89);
    expect(pages.held).toBe(3);
    expect([pages.at(65), pages.at(75), pages.at(95)]).toEqual([undefined, 'a75', 'a95']);
  });

  it('drops an answer to another question', async () => {
    const { pages, calls } = list();
    pages.want(0, 9);
    pages.ask('b', false);
    await calls[0]?.answer();
    expect(pages.at(0)).toBeUndefined();
    await calls[1]?.answer();
    expect(pages.at(0)).toBe('b0');
  });

  it('shows the old rows until the new revision is there, and finds rows in the new one alone', async () => {
    const { pages, calls } = list();
    pages.want(0, 9);
    await answerAll(calls);
    pages.ask('b', true);
    expect(pages.at(3)).toBe('a3');
    expect(pages.find(row => row === 'a3')).toBe(-1);
    await calls[1]?.answer();
    expect(pages.at(3)).toBe('b3');
    expect(pages.find(row => row === 'b3')).toBe(3);
  });

  it('says what is wrong, asks for no more by itself, and tries again when told', async () => {
    const { pages, calls, asked } = list(5, 1);
    pages.want(0, 19);
    await calls[0]?.fail();
    expect(pages.fault.value?.status).toBe(503);
    expect(asked()).toEqual([0]);
    pages.retry();
    expect(pages.fault.value).toBeUndefined();
    expect(asked()).toEqual([0, 0]);
  });

  it('lists nothing where there is no question', () => {
    const { pages, asked } = list();
    pages.ask(null, false);
    pages.want(0, 9);
    expect(asked()).toEqual([]);
  });
});
