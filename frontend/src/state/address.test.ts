import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bindAddress } from './address';
import { newFilter } from './filter';
import { aState } from './testing';

/** The browser's history, as far as an address has to do with it. */
function aWindow() {
  const steps = ['/'];
  const location = { pathname: '/', search: '' };
  const go = (address: string) => {
    const url = new URL(address, 'http://city');
    Object.assign(location, { pathname: url.pathname, search: url.search });
  };
  let writes = 0;
  const history = {
    pushState: (_: unknown, __: string, address: string) => {
      steps.push(address);
      writes++;
      go(address);
    },
    replaceState: (_: unknown, __: string, address: string) => {
      steps[steps.length - 1] = address;
      writes++;
      go(address);
    },
  };
  const target = { location, history, addEventListener: () => {}, removeEventListener: () => {} };
  return { window: target as unknown as Window, steps, writes: () => writes };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A page at its address. */
function setUp() {
  const browser = aWindow();
  const state = aState({ filter: newFilter({ from: '2026-01-01' }) });
  const end = bindAddress(state, browser.window);
  return { ...browser, state, end };
}

describe('the address', () => {
  it('takes a step for every question, and none for the map or the theme', () => {
    const { state, steps } = setUp();
    state.toggle('classes', 'late');
    state.look({ theme: 'dark' });
    expect(steps).toEqual(['/?from=2026-01-01', '/?class=late&from=2026-01-01&theme=dark']);
  });

  it('takes a step for the order of the ranking, and none for what is open and how far', () => {
    const { state, steps } = setUp();
    state.look({ facets: ['areas'] });
    state.look({ sheet: 'full' });
    expect(steps).toEqual(['/?from=2026-01-01&facets=areas&sheet=full']);
    state.look({ order: { column: 'name', reversed: true } });
    expect(steps).toHaveLength(2);
    expect(steps.at(-1)).toBe('/?from=2026-01-01&order=-name&facets=areas&sheet=full');
  });

  it('takes one step for a gesture, and is written now and then within it', () => {
    const { state, steps, writes } = setUp();
    const before = writes();
    const change = state.gesture();
    for (let day = 10; day < 30; day++) change(() => state.narrow({ from: `2026-01-${day}` }));
    expect(steps).toEqual(['/?from=2026-01-01', '/?from=2026-01-10']);
    vi.runAllTimers();
    expect(steps).toEqual(['/?from=2026-01-01', '/?from=2026-01-29']);
    expect(writes() - before).toBe(2);
  });

  it('has what a gesture left behind, when the next step is taken', () => {
    const { state, steps } = setUp();
    const change = state.gesture();
    change(() => state.narrow({ from: '2026-01-10' }));
    change(() => state.narrow({ from: '2026-01-11' }));
    state.toggle('classes', 'late');
    vi.runAllTimers();
    expect(steps.slice(1)).toEqual(['/?from=2026-01-11', '/?class=late&from=2026-01-11']);
  });

  it('is left alone after the end', () => {
    const { state, steps, end } = setUp();
    const change = state.gesture();
    change(() => state.narrow({ from: '2026-01-10' }));
    change(() => state.narrow({ from: '2026-01-11' }));
    end();
    vi.runAllTimers();
    expect(steps.at(-1)).toBe('/?from=2026-01-10');
  });
});
