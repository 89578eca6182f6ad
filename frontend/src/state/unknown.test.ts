import { describe, expect, it } from 'vitest';
import { Fault } from '../api/client';
import { linkTo, readPlace } from './address';
import { newFilter } from './filter';
import { aState, META } from './testing';
import { knownPlace, leaveOut, unreadOf } from './unknown';

const CATALOG = {
  area_sets: META.area_sets,
  groups: [{ code: 'water', name: 'Nước', name_en: 'Water' }],
  categories: [],
  agencies: [{ code: 'A1', name: 'Sở', name_en: 'Department' }],
} as unknown as typeof META;

describe('a link', () => {
  const linked = (search: string) => {
    const { place, dropped } = knownPlace(readPlace(search), CATALOG);
    return { address: linkTo(place), dropped: dropped.map(d => `${d.kind} ${d.code}`) };
  };

  it('keeps what is known here, and drops the rest', () => {
    expect(linked('?agency=A1,GONE&group=water,air&area=new:1,nowhere:1&class=late')).toEqual({
      address: '/?agency=A1&area=new:1&class=late&group=water',
      dropped: ['groups air', 'agencies GONE', 'areas nowhere:1'],
    });
    expect(linked('?agency=A1').dropped).toEqual([]);
  });

  it('loses a selection and a set of areas that are not there', () => {
    expect(linked('?class=late&sel=agency:GONE')).toEqual({
      address: '/?class=late',
      dropped: ['agencies GONE'],
    });
    expect(linked('?class=late&set=nowhere&level=ward').address).toBe('/?class=late');
    expect(linked('?class=late&sel=agency:A1').dropped).toEqual([]);
  });

  it('says what is no value of its parameter at all', () => {
    const unread = (search: string) => unreadOf(search).map(d => `${d.kind} ${d.code}`);
    expect(unread('?class=late,foo&channel=fax&from=yesterday')).toEqual([
      'classes foo',
      'channels fax',
      'times yesterday',
    ]);
    expect(unread('?facets=areas,roof&order=-size&sheet=high&fold=none')).toEqual([
      'looks -size',
      'looks roof',
      'looks high',
    ]);
    expect(unread('?class=late&from=all')).toEqual([]);
    expect(unread('?facets=none&order=-name&sheet=full&sort=due_at&measure=overdue_share')).toEqual([]);
    expect(unread('?from=2026-01-01&to=2026-02-01')).toEqual([]);
  });
});

describe('what the service does not know', () => {
  const unknown = (field: string, value: string) => new Fault(400, { field, value, code: 'invalid' });

  it('goes out of the filter and the selection, and is told', () => {
    const state = aState({ filter: newFilter({ areas: ['new:1', 'new:9'] }) });
    state.select({ kind: 'area', set: 'new', code: '9' });
    leaveOut(state, unknown('area', 'new:9'));
    leaveOut(state, unknown('area', 'new:9'));
    expect(state.filter.value.areas).toEqual(['new:1']);
    expect(state.view.value.selection).toBeNull();
    expect(state.dropped.value).toEqual([{ kind: 'areas', code: 'new:9' }]);
  });

  it('changes nothing when the question has changed meanwhile, or something else is wrong', () => {
    const state = aState({ filter: newFilter({ areas: ['new:1'] }) });
    leaveOut(state, unknown('area', 'new:9'));
    leaveOut(state, unknown('sort', 'x'));
    leaveOut(state, new Fault(503, { field: 'area', value: 'new:1' }));
    expect(state.filter.value.areas).toEqual(['new:1']);
    expect(state.dropped.value).toEqual([]);
  });

  it('is no step to go back to', () => {
    const state = aState({ filter: newFilter({ areas: ['new:9'] }) });
    const seen: boolean[] = [];
    state.filter.subscribe(() => seen.push(state.withinGesture()));
    leaveOut(state, unknown('area', 'new:9'));
    expect(seen).toEqual([false, true]);
    expect(state.withinGesture()).toBe(false);
  });
});
