import { useApp, useLocale } from '../app';
import { addDays, dayNumber } from '../state/days';
import type { Entry } from '../state/entry';
import { dayOfMoment, instantOf, type Moment, momentAtPlace, placeOf } from '../state/moments';
import { DateField } from './DateField';
import { PresetSelect } from './Presets';

const MINUTES_PER_DAY = 1440;

/** PeriodPicker sets the window of time: by name, or by its two ends. */
export function PeriodPicker() {
  const { state } = useApp();
  const { t, format } = useLocale();
  const { from, to } = state.filter.value;
  const { end, timeZone } = state.clock.value;
  const narrow = (change: { from?: Moment | undefined; to?: Moment | undefined }) => {
    const next = { from, to, ...change };
    const before = next.from && next.to && instantOf(next.from, timeZone) < instantOf(next.to, timeZone);
    if (next.from && next.to && !before) return t('time.fault.order');
    state.narrow(next);
    return undefined;
  };
  return (
    <section class="facet" aria-labelledby="period-title">
      <header class="facet-head">
        <h3 id="period-title">{t('facet.time')}</h3>
      </header>
      <PresetSelect />
      <div class="dates">
        <DateField
          label={t('time.from')}
          text={from ? format.since(from) : ''}
          day={from && dayOfMoment(from, timeZone)}
          near={end}
          calendarLabel={t('time.fromCalendar')}
          onEntry={entry => narrow({ from: momentOf(entry, timeZone, 0) })}
        />
        <DateField
          label={t('time.to')}
          text={to ? format.until(to) : ''}
          day={to && lastDay(to, timeZone)}
          near={end}
          calendarLabel={t('time.toCalendar')}
          onEntry={entry => narrow({ to: momentOf(entry, timeZone, 1) })}
        />
      </div>
    </section>
  );
}

/** The moment that an entry means: with a time that time, else a number of days after the day's start. */
function momentOf(
  entry: Exclude<Entry, { kind: 'fault' }>,
  timeZone: string,
  daysAfter: number,
): Moment | undefined {
  if (entry.kind === 'nothing') return undefined;
  if (entry.minutes === undefined) return addDays(entry.day, daysAfter);
  return momentAtPlace(dayNumber(entry.day) + entry.minutes / MINUTES_PER_DAY, timeZone);
}

/** The last day of a window that ends at a moment: the one before, when it ends as a day begins. */
function lastDay(to: Moment, timeZone: string) {
  return momentAtPlace(Math.ceil(placeOf(to, timeZone)) - 1, timeZone);
}
