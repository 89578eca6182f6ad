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

/** When a page was there, in milliseconds since its address was entered. */
export interface FirstTimes {
  readonly paint: number;
  /** The frame that shows figures and hexagons, and the end of its drawing. */
  readonly picture: number;
  readonly drawn: number;
  readonly interactive: number;
}

/** firstTimes waits for the first picture, figures with hexagons, and for quiet after it. */
export async function firstTimes(page: Page): Promise<FirstTimes> {
  const seen = await page.waitForFunction(() => {
    const frame = performance.now(); // what stands here is no part of it: looking takes its time
    const map = (window as Watched).diemnong?.map();
    const figures = document.querySelector('.big .rolling');
    if (!figures || !map || map.drawn().length === 0) return;
    return new Promise<[number, number]>(resolve =>
      requestAnimationFrame(() => resolve([frame, performance.now()])),
    );
  });
  const [picture, drawn] = (await seen.jsonValue()) ?? [Number.NaN, Number.NaN];
  const interactive = await page.waitForFunction(
    ([since, quiet]) => {
      const busyUntil = Math.max(since, (window as Watched).busyUntil ?? 0);
      return performance.now() - busyUntil > quiet && busyUntil;
    },
    [drawn, QUIET_MS] as const,
  );
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  );
  return { paint, picture, drawn, interactive: Number(await interactive.jsonValue()) };
}

/** How long after an input the page shows what follows from it, in milliseconds. */
export interface ChangeTimes {
  /** To the frame with the new numbers. */
  readonly numbers: number;
  /** To the frame with the new map, and the end of its drawing. */
  readonly map: number;
  readonly drawn: number;
}

/** changeTimes does something that changes the filter, and waits for new numbers and a new map. */
export async function changeTimes(page: Page, change: () => Promise<void>): Promise<ChangeTimes> {
  const done = page.evaluate(async () => {
    const map = () => (window as Watched).diemnong?.map();
    const number = () => document.querySelector('.big .rolling')?.getAttribute('data-value');
    const [number0, key0] = [number(), map()?.shownKey];
    const input = await new Promise<number>(resolve =>
      document.addEventListener('click', event => resolve(event.timeStamp), { capture: true, once: true }),
    );
    const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve));
    let [numbers, drawn]: (number | undefined)[] = [];
    let seen: number | undefined;
    while (numbers === undefined || drawn === undefined) {
      const now = (await frame()) - input;
      if (number() !== number0) numbers ??= now;
      if (seen !== undefined) drawn ??= now;
      if (map()?.shownKey !== key0) seen ??= now;
    }
    return { numbers, map: seen ?? drawn, drawn };
  });
  await change();
  const times = await done;
  await page.waitForFunction(() => (window as Watched).diemnong?.map()?.settled);
  return times;
}
