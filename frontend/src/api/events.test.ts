import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BELIEVE_LOWER_MS, LOST_AFTER_MS, revisionGate, SILENT_MS, watchEvents } from './events';

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
    onConnection: () => {},
  });
  const first = FakeSource.all[0];
  first?.say('open');
  first?.say('revision', '{"revision":3}');
  first?.say('stale', '{"since":"2026-11-22T10:28:30Z","age":90}');
  first?.say('revision', 'no JSON');
  first?.say('fresh', '{}');
  expect(heard).toEqual([3, '2026-11-22T10:28:30Z', null]);
  first?.say('error'); // the browser tries again by itself
  vi.advanceTimersByTime(SILENT_MS - 10_000);
  expect(FakeSource.all.length).toBe(1);
  first?.close();
  first?.say('error');
  vi.advanceTimersByTime(10_000);
  expect(FakeSource.all.map(s => s.url)).toEqual(['http://x/api/v1/events', 'http://x/api/v1/events']);
  end();
  expect(FakeSource.all[1]?.readyState).toBe(FakeSource.CLOSED);
});

/** Watches a connection in the test's hands: what was told of it, as seconds after the beginning. */
function watched() {
  FakeSource.all.length = 0;
  vi.stubGlobal('EventSource', FakeSource);
  const begin = Date.now();
  const told: (number | null)[] = [];
  const end = watchEvents('http://x', 1, {
    onRevision: () => {},
    onFreshness: () => {},
    onConnection: since => told.push(since && (since.getTime() - begin) / 1000),
  });
  return { told, end, newest: () => FakeSource.all.at(-1) };
}

it('says since when the connection is lost, once, and that it is back', () => {
  const { told, end, newest } = watched();
  newest()?.say('open');
  vi.advanceTimersByTime(20_000);
  newest()?.say('beat', '{}');
  newest()?.say('error');
  vi.advanceTimersByTime(LOST_AFTER_MS);
  newest()?.say('error');
  vi.advanceTimersByTime(LOST_AFTER_MS);
  expect(told).toEqual([20]);
  newest()?.say('open');
  expect(told).toEqual([20, null]);
  end();
});

it('says nothing of a connection that is back at once', () => {
  const { told, end, newest } = watched();
  newest()?.say('open');
  newest()?.say('error');
  vi.advanceTimersByTime(LOST_AFTER_MS - 1);
  newest()?.say('open');
  vi.advanceTimersByTime(10 * LOST_AFTER_MS);
  expect(told).toEqual([]);
  end();
});

it('opens a stream anew that died without a word, and keeps one that beats', () => {
  const { told, end, newest } = watched();
  newest()?.say('open');
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(20_000);
    newest()?.say('beat', '{}');
  }
  expect(FakeSource.all.length).toBe(1);
  const dead = newest();
  vi.advanceTimersByTime(SILENT_MS + 10_000);
  expect(dead?.readyState).toBe(FakeSource.CLOSED);
  expect(FakeSource.all.length).toBe(2);
  expect(told).toEqual([200]);
  newest()?.say('open');
  expect(told).toEqual([200, null]);
  end();
});

it('says that the service is not there when it never was', () => {
  const { told, end, newest } = watched();
  newest()?.close();
  newest()?.say('error');
  vi.advanceTimersByTime(LOST_AFTER_MS);
  expect(told).toEqual([0]);
  end();
});
