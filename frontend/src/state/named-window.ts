import { type Preset, presetPeriod, presetsOf } from './periods';
import type { AppState } from './state';

/**
 * keepNamed moves a window that has a name, such as this month, on with the data. On some days
 * two names mean the same days: the one that it began with stays its name, and it begins with the
 * one that may grow longest, since a longer window leaves nothing out. Returns the end.
 */
export function keepNamed(state: Pick<AppState, 'clock' | 'filter' | 'narrow'>): () => void {
  let before = state.clock.peek();
  let name: Preset | undefined;
  return state.clock.subscribe(clock => {
    const { from, to } = state.filter.peek();
    const names = presetsOf({ from, to }, before);
    before = clock;
    // A window that was given another meanwhile has lost the old name.
    if (!name || !names.includes(name)) name = names.at(-1);
    const period = name && presetPeriod(name, clock);
    if (period && (period.from !== from || period.to !== to)) state.narrow(period);
  });
}
