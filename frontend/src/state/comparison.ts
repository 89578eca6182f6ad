import { comparedPeriod, type Period } from './periods';
import type { AppState } from './state';
import type { Mode } from './view';

/** comparedWindow is the window that the map compares with; undefined where there is nothing to compare. */
export function comparedWindow({ asked, view, meta }: AppState): Period | undefined {
  return comparedPeriod(asked.value, view.value.compare, meta.value.city.time_zone);
}

/** modeInForce is the mode of the view, or plain where there is nothing to compare. */
export function modeInForce(state: AppState): Mode {
  return comparedWindow(state) ? state.view.value.mode : 'plain';
}
