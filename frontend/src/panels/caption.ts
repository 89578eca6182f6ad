import type { App, Locale } from '../app';
import { dayOfMoment, instantOf, momentAt } from '../state/moments';
import { fileName } from '../ui/save';
import { subjectOf } from './figures';
import { filterWords } from './filter-words';

/** What stands above and below a saved chart: title, what it is about, the filter in words, the source. */
export interface ChartCaption {
  readonly title: string;
  readonly lines: readonly string[];
  readonly source: string;
}

/** captionOf says what a chart is about, for somebody who sees nothing but the picture. */
export function captionOf(app: App, locale: Locale, title: string): ChartCaption {
  const { name, what } = subjectOf(app, locale);
  const period = locale.format.period(app.state.scope.value);
  const words = filterWords(app, locale);
  return {
    title,
    lines: [[name, what].filter(Boolean).join(' · '), period, ...(words ? [words] : [])],
    source: sourceText(app, locale),
  };
}

/** Who says so, from which data, judged when. */
function sourceText({ state, queries }: App, { t, name, format }: Locale): string {
  const { city, attribution } = state.meta.value;
  const stats = queries.categories.data.value;
  const parts = [
    t('chart.source', { city: name(city) }),
    attribution,
    stats && t('about.asOf', { time: format.moment(stats.as_of) }),
    stats && t('about.revision', { n: format.count(stats.revision) }),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** fileNameOf says in the name of a file what and of whom it is, and which days. */
export function fileNameOf(app: App, locale: Locale, title: string): string {
  const { name } = subjectOf(app, locale);
  const { from, to } = app.state.scope.value;
  const zone = app.state.meta.value.city.time_zone;
  // The last day: that of the moment before the window ends.
  const last = to && dayOfMoment(momentAt(instantOf(to, zone) - 1000, zone), zone);
  return fileName(title, name, from && dayOfMoment(from, zone), last);
}
