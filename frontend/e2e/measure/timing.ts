import type { Page } from 'playwright-core';
import type { PageWindow } from '../driver';

/** A script that ran for long at one go: a task's part that is somebody's code. */
export interface LongScript {
  /** The file of the build that it stands in. */
  readonly file: string;
  readonly ms: number;
}

type Watched = PageWindow & { longScripts?: LongScript[]; busyUntil?: number };

/**
 * watchFrames notes, from the next page on, what ran long. Long animation frames
 * tell whose code it was, which long tasks do not: a map drawn in software keeps
 * the thread busy for reasons that no page can help.
 */
export async function watchFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = window as Watched;
    watched.longScripts = [];
    type Frame = PerformanceEntry & { scripts: { sourceURL: string; duration: number }[] };
    new PerformanceObserver(list => {
      for (const frame of list.getEntries() as Frame[]) {
        watched.busyUntil = frame.startTime + frame.duration;
        for (const { sourceURL, duration } of frame.scripts) {
          watched.longScripts?.push({ file: sourceURL.split('/').at(-1) ?? '', ms: duration });
        }
      }
    }).observe({ type: 'long-animation-frame', buffered: true });
  });
}

/** longScripts gives what was noted since it was asked last. */
export async function longScripts(page: Page): Promise<LongScript[]> {
  return page.evaluate(() => (window as Watched).longScripts?.splice(0) ?? []);
}

/** How long nothing long may have run for the page to count as free, as in Time to Interactive. */
const QUIET_MS = 1000;

/**
 * firstTimes waits for the first picture, figures with hexagons, and for quiet
 * after it; milliseconds since the address was entered.
 */
export async function firstTimes(
  page: Page,
): Promise<{ paint: number; picture: number; interactive: number }> {
  const picture = await page.waitForFunction(() => {
    const map = (window as Watched).diemnong?.map();
    const figures = document.querySelector('.big .rolling');
    return figures && map && map.drawn().length > 0 && performance.now();
  });
  const shown = Number(await picture.jsonValue());
  const interactive = await page.waitForFunction(
    ([since, quiet]) => {
      const busyUntil = Math.max(since, (window as Watched).busyUntil ?? 0);
      return performance.now() - busyUntil > quiet && busyUntil;
    },
    [shown, QUIET_MS] as const,
  );
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  );
  return { paint, picture: shown, interactive: Number(await interactive.jsonValue()) };
}

/** changeTimes does something that changes the filter, and gives the time from that input to the new numbers and to the new map. */
export async function changeTimes(
  page: Page,
  change: () => Promise<void>,
): Promise<{ numbers: number; map: number }> {
  const done = page.evaluate(async () => {
    const map = () => (window as Watched).diemnong?.map();
    const number = () => document.querySelector('.big .rolling')?.getAttribute('data-value');
    const [number0, key0] = [number(), map()?.shownKey];
    const input = await new Promise<number>(resolve =>
      document.addEventListener('click', event => resolve(event.timeStamp), { capture: true, once: true }),
    );
    let numbers: number | undefined;
    for (;;) {
      const now = await new Promise<number>(resolve => requestAnimationFrame(resolve));
      if (numbers === undefined && number() !== number0) numbers = now - input;
      if (numbers !== undefined && map()?.shownKey !== key0) return { numbers, map: now - input };
    }
  });
  await change();
  const times = await done;
  await page.waitForFunction(() => (window as Watched).diemnong?.map()?.settled);
  return times;
}
