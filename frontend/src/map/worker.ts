import workerUrl from 'virtual:maplibre-worker-url';

/**
 * The worker that makes tiles drawable. It begins with the page: the browser
 * fetches and compiles its code on another core while the page still waits for
 * its first answers, long before the map's own code has come to ask for it.
 * (In `npm run dev` the map begins a worker of its own.)
 */
let begun = import.meta.env.DEV ? undefined : begin();

/** takeWorker gives the worker that has begun with the page; who asks again gets a new one. */
export function takeWorker(): Promise<Worker> {
  const worker = begun ?? begin();
  begun = undefined;
  return Promise.resolve(worker);
}

function begin(): Worker {
  return new Worker(workerUrl, { type: 'module' });
}
