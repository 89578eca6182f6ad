import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { Fault } from '../api/client';
import type { ComplaintDetail } from '../api/vocabulary';
import { linkTo, readPlace } from './address';
import { watchArrival } from './arrival';
import { aState } from './testing';

/** A page that somebody comes to by an address. */
function arrive(path: string, status = 200) {
  const state = aState(readPlace('?from=2026-01-01', path));
  const homeFault = signal<Fault | undefined>(undefined);
  const data = signal<ComplaintDetail | undefined>(undefined);
  const fault = signal<Fault | undefined>(undefined);
  const steps: boolean[] = [];
  const complaint = { data, fault, loading: signal(false), retry: () => {}, dispose: () => {} };
  watchArrival(state, { homeFault, list: { complaint } }, { status });
  state.view.subscribe(() => steps.push(!state.withinGesture()));
  return { state, homeFault, data, fault, steps, kind: () => state.view.value.page.kind };
}

describe('an address that names something', () => {
  it('leads to the complaint on the city’s page, without a step to go back from', async () => {
    const { state, data, steps } = arrive('/complaints/42');
    data.value = { id: '42' } as ComplaintDetail;
    await Promise.resolve();
    expect(linkTo(state.place())).toBe('/?from=2026-01-01&sel=complaint:42');
    expect(steps.slice(1)).toEqual([false]);
  });

  it.each([404, 400])('says that a complaint is not there when the service answers %i', status => {
    const { state, fault, kind } = arrive('/complaints/42');
    fault.value = new Fault(503, {});
    expect(kind()).toBe('complaint');
    fault.value = new Fault(status, {});
    expect([kind(), state.view.value.selection, linkTo(state.place())]).toEqual([
      'missing',
      null,
      '/complaints/42?from=2026-01-01',
    ]);
  });

  it('says that an area is not there, and asks of the city from then on', () => {
    const { state, homeFault, kind } = arrive('/areas/new/99');
    expect(state.asked.value.areas).toEqual(['new:99']);
    homeFault.value = new Fault(404, {});
    expect([kind(), state.asked.value.areas]).toEqual(['missing', []]);
    expect(linkTo(state.place())).toBe('/areas/new/99?from=2026-01-01');
    homeFault.value = undefined;
    state.go(readPlace('', '/areas/new/7'));
    expect(kind()).toBe('area');
    state.go(readPlace('', '/areas/new/99'));
    expect(kind()).toBe('missing');
  });

  it('says so at once where the document itself was not found, of things that have an address', () => {
    expect(arrive('/areas/new/99', 404).kind()).toBe('missing');
    expect(arrive('/complaints/42', 404).kind()).toBe('missing');
    expect(arrive('/else', 404).kind()).toBe('city');
    expect(arrive('/areas/new/7', 0).kind()).toBe('area');
  });
});
