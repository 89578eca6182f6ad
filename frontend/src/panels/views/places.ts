import type { App } from '../../app';
import type { Place } from '../../state/address';
import type { Bounds } from '../../state/home';
import { drawingOf } from '../../state/scenes';

/** areaPlace is an area's own page, under the filter and the looks of the present one. */
export function areaPlace({ state }: App, area: { readonly set: string; readonly code: string }): Place {
  const { filter, view } = state.place();
  const page = { kind: 'area', set: area.set, code: area.code } as const;
  return { filter, view: { ...view, page, set: '', level: '', selection: null, camera: null } };
}

/** cityPlace is the city's page; the area that one comes from is selected there. */
export function cityPlace({ state }: App): Place {
  const { filter, view } = state.place();
  const { page } = view;
  const from = page.kind === 'area' ? page : null;
  const set = from && from.set !== state.meta.value.default_set ? from.set : '';
  const selection = from && ({ kind: 'area', set: from.set, code: from.code } as const);
  const level = from && set ? state.areaLevel.value : '';
  return { filter, view: { ...view, page: { kind: 'city' }, set, level, selection } };
}

/** wallPlace is the page for a big screen, under the present filter. */
export function wallPlace({ state }: App): Place {
  const { filter, view } = state.place();
  const page = { kind: 'wall' } as const;
  const look = { selection: null, found: null, list: false, camera: null, theme: null };
  return { filter, view: { ...view, ...look, page, scene: 'count', ...drawingOf('count') } };
}

/** frame moves the map to see bounds whole. */
export function frame({ map }: App, bounds: readonly number[] | undefined): void {
  if (bounds?.length === 4) map.peek()?.fit(bounds as unknown as Bounds);
}
