import { describe, expect, it } from 'vitest';
import { linkTo, readPlace, writePlace } from './address';
import { filterKey } from './filter';
import { lineageOf } from './lineage';
import { firstPlace } from './state';
import { aState, META as meta, now } from './testing';

/** The state at an address. */
function at(query: string) {
  return aState(readPlace(query));
}

describe('a visit', () => {
  it('begins with the last thirty days, whatever its language', () => {
    const place = firstPlace('?lang=en', '/', meta, now());
    expect(filterKey(place.filter)).toBe('from=2026-10-24&to=2026-11-23');
  });

  it.each(['?category=hole', '?to=2025-01-01', '?at=9/10.8/106.7'])('at %s keeps to what it says', query => {
    expect(firstPlace(query, '/', meta, now())).toEqual(readPlace(query));
  });

  it.each(['/', '/areas/new/7', '/wall'])('through a link to all time at %s shows all time', path => {
    const all = readPlace('?layer=areas', path);
    const { search, pathname } = new URL(linkTo(all), 'http://city');
    expect(firstPlace(search, pathname, meta, now())).toEqual(all);
  });

  it('counts its days from the newest complaint where that is long ago', () => {
    const old = { ...meta, extent: { n: 1, from: '2010-01-01T00:00:00Z', to: '2015-06-30T20:00:00Z' } };
    expect(firstPlace('', '/', old, now()).filter.to).toBe('2015-07-02');
  });
});

describe('the areas in use', () => {
  it.each([
    ['', 'new', 'ward'],
    ['?set=old', 'old', 'ward'],
    ['?set=old&level=district', 'old', 'district'],
    ['?set=gone&level=gone', 'new', 'ward'],
  ])('at %j are %s, %s', (query, wantSet, wantLevel) => {
    const areas = at(query).areas.value;
    expect([areas?.set.code, areas?.level.code]).toEqual([wantSet, wantLevel]);
  });
});

describe('the scope of the figures', () => {
  it('is the selected area, and the city without one', () => {
    const state = at('?class=late&sel=area:new:7');
    expect(filterKey(state.scope.value)).toBe('area=new%3A7&class=late');
    state.select(null);
    expect(filterKey(state.scope.value)).toBe('class=late');
  });

  it('is narrowed by an area within those of the filter, and not by one outside, which says so', () => {
    const state = at('?area=new:3,new:7&sel=area:new:7');
    const wards = ['3', '7', '8'].map(code => ({ set: 'new', code, level: 'ward', parent: '1' }));
    state.lineage.value = lineageOf(wards, undefined);
    expect([filterKey(state.scope.value), state.outside.value]).toEqual(['area=new%3A7', false]);
    state.select({ kind: 'area', set: 'new', code: '8' });
    expect([filterKey(state.scope.value), state.outside.value]).toEqual(['area=new%3A3%2Cnew%3A7', true]);
    state.narrow({ areas: [] });
    expect([filterKey(state.scope.value), state.outside.value]).toEqual(['area=new%3A8', false]);
  });

  it('is not narrowed by a hexagon, which no filter can name', () => {
    expect(filterKey(at('?sel=cell:8865b1a6d3fffff').scope.value)).toBe('');
  });
});

describe('the page of an area', () => {
  const state = aState(readPlace('?class=late&area=new:3', '/areas/new/7'));
  it('asks of that area alone', () => {
    expect(filterKey(state.asked.value)).toBe('area=new%3A7&class=late');
    expect(filterKey(state.filter.value)).toBe('area=new%3A3&class=late');
    expect(state.focus.value).toMatchObject({ set: 'new', code: '7' });
  });
  it('narrows further to an agency', () => {
    state.select({ kind: 'agency', code: 'dot' });
    expect(filterKey(state.scope.value)).toBe('agency=dot&area=new%3A7&class=late');
    expect(state.focus.value).toBeNull();
  });
});

describe('a gesture', () => {
  it('makes a step with its first change, and none with those that follow', () => {
    const state = at('');
    const steps: boolean[] = [];
    const drag = state.gesture();
    const change = (day: string) =>
      drag(() => {
        state.narrow({ from: day });
        steps.push(state.withinGesture());
      });
    drag(() => {});
    change('2026-01-01');
    change('2026-01-02');
    expect(steps).toEqual([false, true]);
    expect(state.withinGesture()).toBe(false);
  });
});

describe('another layer', () => {
  it('drops the measure and the selection that it does not know', () => {
    const state = at('?layer=areas&measure=per_1000');
    state.showLayer('cells');
    expect(writePlace(state.place())).toBe('');
    state.select({ kind: 'cell', h3: '8865b1a6d3fffff' });
    state.showLayer('areas');
    expect(writePlace(state.place())).toBe('layer=areas');
  });
});
