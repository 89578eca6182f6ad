import type { AppState } from './state';
import type { Mode } from './view';

/** comparable reports whether there is a window of time that another one can be compared with. */
export function comparable({ asked }: AppState): boolean {
  const { from, to } = asked.value;
  return from !== undefined && to !== undefined;
}

/** modeInForce is the mode of the view, or plain where there is nothing to compare. */
export function modeInForce(state: AppState): Mode {
  return comparable(state) ? state.view.value.mode : 'plain';
}
