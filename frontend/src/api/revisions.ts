/**
 * Listens for new revisions of the data and calls `onRevision` with each number.
 * The browser reconnects by itself after a lost connection; a service without
 * the stream simply leaves the page as fresh as its last load. Returns the end.
 */
export function watchRevisions(origin: string, onRevision: (revision: number) => void): () => void {
  const stream = new EventSource(`${origin}/api/v1/events`);
  stream.addEventListener('revision', event => {
    const revision = revisionOf(event.data);
    if (revision !== undefined) onRevision(revision);
  });
  return () => stream.close();
}

function revisionOf(data: string): number | undefined {
  try {
    const { revision } = JSON.parse(data) as { revision?: unknown };
    return typeof revision === 'number' ? revision : undefined;
  } catch {
    return undefined; // a line that is no JSON is none of ours
  }
}
