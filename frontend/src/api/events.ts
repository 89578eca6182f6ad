/** What the page wants to hear of the service's event stream. */
export interface Listener {
  /** The data has a new revision. */
  onRevision(revision: number): void;
  /** The data is as of a moment (RFC 3339) because the database does not answer; null when it is fresh. */
  onFreshness(staleSince: string | null): void;
  /** The connection is lost since a moment and is tried again; null when it is back. */
  onConnection(lostSince: Date | null): void;
}

/** How long a stream that the browser has given up waits before it is opened anew. */
const REOPEN_MS = 5_000;
/** How long a connection may be away before anybody is told: one that a proxy ends is back at once. */
export const LOST_AFTER_MS = 2_000;
/**
 * After how long without a sign of life a stream is dead, though the browser
 * has not noticed: the service gives one every 20 seconds. So it is after a
 * night's sleep, or behind a router that forgot the connection.
 */
export const SILENT_MS = 50_000;
/** How often the silence is looked at. */
const LOOK_MS = 5_000;

/**
 * How long a revision that is lower than one known already waits to be
 * believed. A replica that lags behind has caught up by then (it promises two
 * seconds); a database that was restored from a backup has not.
 */
export const BELIEVE_LOWER_MS = 10_000;

/**
 * watchEvents listens to the service; `known` is the revision at hand. The browser comes again by itself after a
 * lost connection; after an answer that was no stream (503 while nothing can
 * answer) it gives up, and the stream is opened anew, as is one that has been
 * silent for too long. Returns the end.
 */
export function watchEvents(origin: string, known: number, listener: Listener): () => void {
  const gate = revisionGate(known, listener.onRevision);
  const link = connection(listener.onConnection);
  let stream: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    clearTimeout(timer);
    timer = undefined;
    stream = new EventSource(`${origin}/api/v1/events`);
    stream.addEventListener('open', () => {
      gate.opened();
      link.there();
    });
    for (const sign of ['revision', 'stale', 'fresh', 'beat']) stream.addEventListener(sign, link.there);
    stream.addEventListener('revision', event => {
      const { revision } = fields(event.data);
      if (typeof revision === 'number') gate.heard(revision);
    });
    stream.addEventListener('stale', event => {
      const { since } = fields(event.data);
      if (typeof since === 'string') listener.onFreshness(since);
    });
    stream.addEventListener('fresh', () => listener.onFreshness(null));
    stream.addEventListener('error', () => {
      link.lost();
      if (stream.readyState === EventSource.CLOSED) timer ??= setTimeout(open, REOPEN_MS);
    });
  };
  const look = () => {
    if (timer !== undefined || link.silentFor() < SILENT_MS) return;
    link.lost();
    stream.close();
    open();
  };
  open();
  const watch = setInterval(look, LOOK_MS);
  return () => {
    clearTimeout(timer);
    clearInterval(watch);
    link.close();
    gate.close();
    stream.close();
  };
}

/** connection tells when the connection is lost for longer than a moment, and when it is back. */
function connection(onConnection: Listener['onConnection']) {
  let lastSign = Date.now();
  let told = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return {
    there: () => {
      lastSign = Date.now();
      clearTimeout(waiting);
      waiting = undefined;
      if (told) onConnection(null);
      told = false;
    },
    lost: () => {
      // A new stream has its own time to give a sign.
      const since = new Date(lastSign);
      lastSign = Date.now();
      if (told || waiting !== undefined) return;
      waiting = setTimeout(() => {
        waiting = undefined;
        told = true;
        onConnection(since);
      }, LOST_AFTER_MS);
    },
    silentFor: () => Date.now() - lastSign,
    close: () => clearTimeout(waiting),
  };
}

/**
 * revisionGate keeps the page from going back and forth between replicas of the
 * service, of which one may be a moment behind. On one connection whatever
 * comes counts: a replica goes backwards only when the database was restored. A
 * lower revision at the beginning of a connection waits BELIEVE_LOWER_MS, and is
 * forgotten when the replica catches up meanwhile.
 */
export function revisionGate(start: number, onRevision: (revision: number) => void) {
  let known = start;
  let last: number | undefined; // of this connection
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const accept = (revision: number) => {
    clearTimeout(waiting);
    waiting = undefined;
    known = revision;
    onRevision(revision);
  };
  return {
    /** A connection was opened, perhaps to another replica. */
    opened: () => {
      clearTimeout(waiting);
      last = undefined;
    },
    heard: (revision: number) => {
      const wentBack = last !== undefined && revision < last;
      last = revision;
      if (revision >= known || wentBack) {
        accept(revision);
        return;
      }
      clearTimeout(waiting);
      waiting = setTimeout(() => accept(revision), BELIEVE_LOWER_MS);
    },
    close: () => clearTimeout(waiting),
  };
}

function fields(data: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {}; // a line that is no JSON is none of ours
  }
}
