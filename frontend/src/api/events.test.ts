import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BELIEVE_LOWER_MS, revisionGate, watchEvents } from './events';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A gate, and what it let through. */
function gate(known = 1) {
  const through: number[] = [];
  return { through, ...revisionGate(known, revision => through.push(revision)) };
}

it('lets new revisions through at once', () => {
  const g = gate();
  g.opened();
  for (const revision of [3, 4, 7]) g.heard(revision);
  expect(g.through).toEqual([3, 4, 7]);
});

it('does not go back for a replica that is behind and catches up', () => {
  const g = gate();
  g.opened();
  g.heard(10);
  g.opened(); // to the other replica
  g.heard(8);
  vi.advanceTimersByTime(2_000);
  g.heard(9);
  vi.advanceTimersByTime(BELIEVE_LOWER_MS - 1);
  g.heard(10);
  vi.advanceTimersByTime(10 * BELIEVE_LOWER_MS);
  expect(g.through).toEqual([10, 10]);
});

it('does not go back for a client that is sent to and fro', () => {
  const g = gate();
  for (const revision of [10, 9, 11, 10, 12]) {
    g.opened();
    g.heard(revision);
    vi.advanceTimersByTime(1_000);
  }
  vi.advanceTimersByTime(10 * BELIEVE_LOWER_MS);
  expect(g.through).toEqual([10, 11, 12]);
});

it('does not go back behind what the page was loaded with', () => {
  const g = gate(10);
  g.opened();
  g.heard(9);
  g.heard(10);
  vi.advanceTimersByTime(10 * BELIEVE_LOWER_MS);
  expect(g.through).toEqual([10]);
});

it('believes a lower revision that stays: the database was restored', () => {
  const g = gate();
  g.opened();
  g.heard(10);
  g.opened();
  g.heard(4);
  vi.advanceTimersByTime(BELIEVE_LOWER_MS);
  expect(g.through).toEqual([10, 4]);
});

it('believes at once a replica that goes back itself', () => {
  const g = gate();
  g.opened();
  g.heard(10);
  g.heard(4);
  expect(g.through).toEqual([10, 4]);
});

/** An EventSource in the test's hands. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static readonly all: FakeSource[] = [];
  readyState = 1;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.all.push(this);
  }
  say(type: string, data?: string) {
    this.dispatchEvent(data === undefined ? new Event(type) : new MessageEvent(type, { data }));
  }
  close() {
    this.readyState = FakeSource.CLOSED;
  }
}

it('tells staleness, and opens a stream anew that the browser has given up', () => {
  FakeSource.all.length = 0;
  vi.stubGlobal('EventSource', FakeSource);
  const heard: unknown[] = [];
  const end = watchEvents('http://x', 1, {
    onRevision: revision => heard.push(revision),
    onFreshness: since => heard.push(since),
  });
  const first = FakeSource.all[0];
  first?.say('open');
  first?.say('revision', '{"revision":3}');
  first?.say('stale', '{"since":"2026-11-22T10:28:30Z","age":90}');
  first?.say('revision', 'no JSON');
  first?.say('fresh', '{}');
  expect(heard).toEqual([3, '2026-11-22T10:28:30Z', null]);
  first?.say('error'); // the browser tries again by itself
  vi.advanceTimersByTime(60_000);
  expect(FakeSource.all.length).toBe(1);
  first?.close();
  first?.say('error');
  vi.advanceTimersByTime(60_000);
  expect(FakeSource.all.map(s => s.url)).toEqual(['http://x/api/v1/events', 'http://x/api/v1/events']);
  end();
  expect(FakeSource.all[1]?.readyState).toBe(FakeSource.CLOSED);
});
