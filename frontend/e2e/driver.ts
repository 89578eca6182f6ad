import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Area, AreaList, Measures, Meta, Stats } from '../src/api/vocabulary';
import { FILTER_PARAMETERS } from '../src/state/filter';

/** The service under test. */
export const SERVICE = (process.env.DIEMNONG_URL ?? '').replace(/\/$/, '');

/** Where pictures are kept, for people to look at. */
const ARTEFACTS = join(process.cwd(), '../artefacts/page');

/** How long anything may take on a machine that draws maps without a graphics card. */
const PATIENCE_MS = 60_000;

/** How often Tab may be pressed on the way to something: who needs more gives up. */
const MOST_TABS = 80;

export const DESKTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

/** What is drawn of the data layer. */
export interface Drawn {
  layer: string;
  /** What it is filled with. */
  colour?: string;
  properties: Record<string, unknown> & Partial<Measures>;
}

/** What is drawn around the data: the layers of the base map, and the features of it and of the context. */
export interface Around {
  base: string[];
  features: { layer: string; properties: Record<string, unknown> }[];
}

/** The window of the page, with what it shows to tests and to the console. */
export type PageWindow = Window & {
  diemnong?: {
    map: () => DrawnMap | null;
    whole: () => boolean;
  };
};

/** What a map of the page shows to tests. */
interface DrawnMap {
  settled: boolean;
  /** The key of the picture that is seen. */
  shownKey: string;
  /** How much is to be seen at this moment, old or new. */
  inSight: number;
  /** The map on the left, while two windows are side by side. */
  left: DrawnMap | undefined;
  drawn(): Drawn[];
  drawnPoints(): Drawn[];
  drawnAround(): Around;
  /** The names of its layers, from below. */
  order: string[];
  sees(place: readonly [number, number]): boolean;
  project(lng: number, lat: number): { x: number; y: number };
  marked(): readonly number[] | undefined;
}

const FLAGS = [
  '--headless',
  // A machine without a graphics card: WebGL in software, all else by the processor as well.
  // (With --use-angle=swiftshader a pretended card would draw the whole page, several times as slowly.)
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing but this machine has a name.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

interface Options {
  viewport?: { width: number; height: number };
  /** Whether it is a screen to touch; a narrow one is. */
  touch?: boolean;
  flags?: readonly string[];
  /** Where the reader's clock is; else where this machine's is. */
  timeZone?: string;
}

/**
 * Driver is a person before the page: it goes to an address, looks, clicks and
 * types. It notes every request that is not to this machine, and every error.
 */
export class Driver {
  readonly page: Page;
  readonly outside: string[] = [];
  readonly errors: string[] = [];
  private readonly context: BrowserContext;
  private readonly profile: string;

  private constructor(context: BrowserContext, page: Page, profile: string) {
    this.context = context;
    this.page = page;
    this.profile = profile;
    context.on('request', request => {
      const { protocol, hostname } = new URL(request.url());
      const local = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
      if (!local && !['data:', 'blob:', 'chrome:'].includes(protocol)) this.outside.push(request.url());
    });
    page.on('pageerror', error => this.errors.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** Opens a browser with an empty profile for one story, and closes it however the story ends. */
  static async visit(options: Options, story: (d: Driver) => Promise<void>): Promise<void> {
    const d = await Driver.open(options);
    try {
      await story(d);
    } catch (error) {
      await d.end(); // what else went wrong is not what the reader of the failure wants to know
      throw error;
    }
    await d.close();
  }

  /** Opens a browser with an empty profile. */
  static async open({
    viewport = DESKTOP,
    flags = [],
    timeZone,
    touch = viewport.width < 760,
  }: Options = {}): Promise<Driver> {
    const profile = await mkdtemp(join(tmpdir(), 'diemnong-browser-'));
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [...FLAGS, ...asRoot, ...flags],
      viewport,
      ...(timeZone && { timezoneId: timeZone }),
      hasTouch: touch,
      reducedMotion: 'reduce',
      colorScheme: 'light',
      timeout: PATIENCE_MS,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return new Driver(context, context.pages()[0] ?? (await context.newPage()), profile);
  }

  /** Ends the browser; anything that left this machine, or went wrong unseen, is a failure. */
  async close(): Promise<void> {
    await this.end();
    assert.deepEqual(this.outside, [], 'requests to the outside');
    assert.deepEqual(this.errors, [], 'errors on the page');
  }

  private async end(): Promise<void> {
    await this.context.close();
    await rm(this.profile, { recursive: true, force: true });
  }

  /** Goes to an address of the page, and waits until all of it is there but for what the map and lists still draw. */
  async goto(query = ''): Promise<void> {
    await this.page.goto(`${SERVICE}/${query}`);
    await this.figures();
    await this.whole();
  }

  /** Waits until the figures of the panel are there. */
  async figures(): Promise<void> {
    await this.page.locator('.big .rolling').waitFor();
  }

  /** Waits until all is there that comes after the first picture; on a page that could not begin, nothing does. */
  async whole(): Promise<void> {
    await this.page.waitForFunction(() => {
      const { diemnong } = window as PageWindow;
      return !diemnong || diemnong.whole();
    });
  }

  /** Goes on with a key, Tab or Shift+Tab, until the element in focus is what a selector names. */
  async tabTo(selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await this.whole();
    await this.page.locator(selector).first().waitFor();
    for (let presses = 0; presses < MOST_TABS; presses++) {
      if (await this.page.evaluate(s => document.activeElement?.matches(s), selector)) return;
      await this.page.keyboard.press(key);
    }
    assert.fail(`${key} does not reach ${selector}`);
  }

  /** Waits until the map has drawn all it has asked for. */
  async map(): Promise<void> {
    await this.page.waitForFunction(() => {
      const map = (window as PageWindow).diemnong?.map();
      return map?.settled && map.drawn().length > 0;
    });
  }

  /** What is drawn, once all that was asked for is: looked at and given in one step, or tiles may change in between. */
  async drawn(): Promise<Drawn[]> {
    const drawn = await this.page.waitForFunction(() => {
      const map = (window as PageWindow).diemnong?.map();
      const features = map?.settled ? map.drawn() : [];
      return features.length > 0 && features;
    });
    return (await drawn.jsonValue()) as Drawn[];
  }

  /** What is drawn on the left one of two maps, once both have drawn all. */
  async drawnBefore(): Promise<Drawn[]> {
    const drawn = await this.page.waitForFunction(() => {
      const map = (window as PageWindow).diemnong?.map();
      const features = map?.settled ? (map.left?.drawn() ?? []) : [];
      return features.length > 0 && features;
    });
    return (await drawn.jsonValue()) as Drawn[];
  }

  /** Where both of two maps draw a place, in pixels. */
  onBothMaps(lng: number, lat: number): Promise<{ x: number; y: number }[]> {
    return this.page.evaluate(
      ([x, y]) => {
        const map = (window as PageWindow).diemnong?.map();
        return [map, map?.left].flatMap(m => (m ? [m.project(x, y)] : []));
      },
      [lng, lat] as const,
    );
  }

  /** The single complaints that are drawn, once all that was asked for is. */
  async points(): Promise<Drawn[]> {
    const drawn = await this.page.waitForFunction(() => {
      const map = (window as PageWindow).diemnong?.map();
      const points = map?.settled ? map.drawnPoints() : [];
      return points.length > 0 && points;
    });
    return (await drawn.jsonValue()) as Drawn[];
  }

  /** What is drawn around the data, once all that was asked for is. */
  async drawnAround(): Promise<Around> {
    const found = await this.page.waitForFunction(() => {
      const map = (window as PageWindow).diemnong?.map();
      const drawn = map?.settled ? map.drawnAround() : undefined;
      return drawn && (drawn.base.length > 0 || drawn.features.length > 0) && drawn;
    });
    return (await found.jsonValue()) as Around;
  }

  /** Which of some places the map sees. */
  seen(places: readonly (readonly [number, number])[]): Promise<boolean[]> {
    return this.page.evaluate(all => {
      const map = (window as PageWindow).diemnong?.map();
      return all.map(place => map?.sees(place) ?? false);
    }, places);
  }

  /** Where a place is on the page, in pixels. */
  async placeOnPage(lng: number, lat: number): Promise<{ x: number; y: number }> {
    const box = await this.page.locator('.map canvas').first().boundingBox();
    const at = await this.page.evaluate(([x, y]) => (window as PageWindow).diemnong?.map()?.project(x, y), [
      lng,
      lat,
    ] as const);
    assert.ok(box && at);
    return { x: box.x + at.x, y: box.y + at.y };
  }

  /** Waits until the marker of the found place is drawn, and says where. */
  async marked(): Promise<readonly number[]> {
    await this.map();
    const marker = await this.page.waitForFunction(() => (window as PageWindow).diemnong?.map()?.marked());
    return (await marker.jsonValue()) ?? [];
  }

  /** Waits until no marker is drawn. */
  async unmarked(): Promise<void> {
    await this.page.waitForFunction(() => {
      const map = (window as PageWindow).diemnong?.map();
      return map?.settled && !map.marked();
    });
  }

  /** Keeps a picture of what is seen. */
  async picture(name: string): Promise<void> {
    await mkdir(ARTEFACTS, { recursive: true });
    await this.page.screenshot({ path: join(ARTEFACTS, `${name}.png`) });
  }

  /** What axe finds wrong, as "rule: elements". */
  async faults(): Promise<string[]> {
    await this.whole();
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations.map(v => `${v.id}: ${v.nodes.map(n => `${n.target} ${n.failureSummary}`).join(' | ')}`);
  }

  /** Clicks the middle of the map, where the address looks at. */
  async clickMiddle(): Promise<void> {
    await this.map();
    const box = await this.page.locator('.maplibregl-canvas').boundingBox();
    assert.ok(box);
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** The one big number. */
  async number(): Promise<number> {
    return Number(await this.page.locator('.big .rolling').getAttribute('data-value'));
  }

  /** Waits until the big number is n. */
  async numberIs(n: number): Promise<void> {
    await this.page.locator(`.big .rolling[data-value="${n}"]`).waitFor();
  }

  /** A parameter of the address. */
  parameter(name: string): string | null {
    return new URL(this.page.url()).searchParams.get(name);
  }

  /** Waits until a parameter of the address is what it should be. */
  async parameterIs(name: string, value: string | null): Promise<void> {
    await this.page.waitForFunction(([n, v]) => new URL(location.href).searchParams.get(n ?? '') === v, [
      name,
      value,
    ] as const);
  }

  /** The filter of the address as the service would be asked it. */
  filter(): URLSearchParams {
    const p = new URL(this.page.url()).searchParams;
    for (const name of [...p.keys()]) if (!FILTER_PARAMETERS.includes(name)) p.delete(name);
    return p;
  }
}

/** Asks the service itself. */
export async function ask<T>(path: string): Promise<T> {
  const response = await fetch(SERVICE + path);
  assert.equal(response.status, 200, `GET ${path}`);
  return (await response.json()) as T;
}

export const askMeta = () => ask<Meta>('/api/v1/meta');
export const askStats = (query: URLSearchParams | string) => ask<Stats>(`/api/v1/stats?${query}`);
export const askAreas = (query: URLSearchParams | string) => ask<AreaList>(`/api/v1/areas?${query}`);

/** The areas of the set in force with the most complaints of a filter, the busiest first. */
export async function busiest(query: string): Promise<Area[]> {
  const { areas } = await askAreas(query);
  return areas.sort((a, b) => (b.measures?.n ?? 0) - (a.measures?.n ?? 0));
}

/** The address of a view on the middle of an area. */
export function lookAt(area: Area, zoom: number): string {
  const [lng, lat] = area.label;
  return `at=${zoom}/${lat}/${lng}`;
}
