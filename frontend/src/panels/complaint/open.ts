import type { Complaint } from '../../api/vocabulary';
import type { App } from '../../app';
import { around, NEAREST } from '../../map/circle';
import { placeOf } from '../../map/marked';

/** A place without a radius, or with a small one, is still seen with the streets around it. */
const LEAST_SIGHT = 150;

/** showOnMap goes to where a complaint is. */
export function showOnMap({ map }: App, complaint: Complaint): void {
  const place = placeOf(complaint);
  if (place) map.peek()?.fit(around({ ...place, radius: Math.max(place.radius, LEAST_SIGHT) }), NEAREST);
}

/**
 * openComplaint chooses a complaint and goes there unless it is in clear view. On a
 * phone it takes the place of the list, which the way back opens again.
 */
export function openComplaint(app: App, complaint: Complaint, closeList = false): void {
  const place = placeOf(complaint);
  const { state, map, panels } = app;
  if (!panels.figures.value) panels.figures.value = true;
  state.look({
    selection: { kind: 'complaint', id: complaint.id },
    ...(closeList && { list: false }),
  });
  if (place && map.peek()?.seesClearly([place.lng, place.lat]) === false) showOnMap(app, complaint);
}
