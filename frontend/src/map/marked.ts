import type { Complaint } from '../api/vocabulary';
import type { App } from '../app';
import { NEIGHBOUR_RADIUS } from '../state/queries-list';
import type { MarkedComplaint } from './complaint-mark';

/** placeOf is the point of a complaint with its radius; undefined when it has none. */
export function placeOf({ lon, lat, radius_m }: Complaint) {
  return lon === undefined || lat === undefined ? undefined : { lng: lon, lat, radius: radius_m ?? 0 };
}

/** markedComplaint is what the map draws of the chosen complaint; null while there is none with a point. */
export function markedComplaint({ state, queries }: App): MarkedComplaint | null {
  const { selection } = state.view.value;
  const complaint = queries.list.complaint.data.value;
  const place = complaint && placeOf(complaint);
  if (selection?.kind !== 'complaint' || complaint?.id !== selection.id || !place) return null;
  const near = queries.list.neighbours.data.value;
  const neighbours = (near?.id === selection.id ? near.complaints : []).map(placeOf);
  return { ...place, reach: NEIGHBOUR_RADIUS, neighbours: neighbours.filter(n => n !== undefined) };
}
