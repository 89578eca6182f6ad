import type { Query } from '../api/client';
import { dayOf } from './days';
import { type Filter, newFilter } from './filter';
import { dayOfMoment } from './moments';
import { comparedMoment, comparedPeriod, type Period } from './periods';
import type { AppState } from './state';
import type { Mode } from './view';

type Compared = Pick<AppState, 'asked' | 'view' | 'meta'>;

/**
 * comparedWindow is the window that numbers and map are compared with; undefined where there is
 * nothing to compare. Of days before the first complaint nobody knows whether there were none: a
 * window that reaches there would show a rise that there never was.
 */
export function comparedWindow({ asked, view, meta }: Compared): Period | undefined {
  const { city, extent } = meta.value;
  const window = comparedPeriod(asked.value, view.value.compare, city.time_zone);
  if (!window || !extent.from) return undefined;
  const isKnown = dayOfMoment(window.from, city.time_zone) >= dayOf(new Date(extent.from), city.time_zone);
  return isKnown ? window : undefined;
}

/** comparison is the parameter that asks the service for the compared window as well, if there is one. */
export function comparison(state: Compared): Query {
  return comparedWindow(state) ? { compare: state.view.value.compare } : {};
}

/**
 * comparedFilter is the filter in force for the window that the map compares with, judged at the
 * age that the window in force has; with each new revision anew, as the service does it itself.
 */
export function comparedFilter(state: AppState): Filter | null {
  const then = comparedWindow(state);
  if (!then) return null;
  const asked = state.asked.value;
  state.revision.value; // the minutes that pass in between change nothing
  return newFilter({ ...asked, ...then, asOf: comparedMoment(asked, then, state.clock.peek()) });
}

/** modeInForce is the mode of the view, or plain where there is nothing to compare. */
export function modeInForce(state: AppState): Mode {
  return comparedWindow(state) ? state.view.value.mode : 'plain';
}
