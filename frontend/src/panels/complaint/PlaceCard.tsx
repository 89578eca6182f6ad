import type { ComplaintDetail } from '../../api/vocabulary';
import { type Locale, useApp, useLocale } from '../../app';
import { placeOf } from '../../map/marked';
import type { PlaceOf } from '../../state/queries-list';
import { Icon } from '../../ui/Icon';
import { placeName } from '../area-words';
import { showOnMap } from './open';
import { certainty } from './words';

/** PlaceCard says where a complaint is: its area in every set, and how surely that is known. */
export function PlaceCard({ complaint }: { complaint: ComplaintDetail }) {
  const app = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const moves = complaint.earlier_places.length;
  return (
    <section class="card" aria-labelledby="place-title">
      <header class="card-head">
        <h3 id="place-title">{t('complaint.place')}</h3>
        {placeOf(complaint) && app.map.value && (
          <button type="button" class="quiet-button" onClick={() => showOnMap(app, complaint)}>
            <Icon name="search" />
            {t('complaint.show')}
          </button>
        )}
      </header>
      <Areas complaint={complaint} />
      <ul class="certainty">
        {certainty(complaint, locale).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
        {moves > 0 && <li>{t('complaint.moved', { n: format.count(moves) })}</li>}
      </ul>
    </section>
  );
}

/** The finest known area of each set, the newest first; each leads to its figures. */
function Areas({ complaint }: { complaint: ComplaintDetail }) {
  const { state, queries } = useApp();
  const locale = useLocale();
  const sets = [...state.meta.value.area_sets].reverse();
  const known = queries.list.places.data.value ?? [];
  return (
    <dl class="facts">
      {sets.map(set => {
        const code = complaint.areas?.[set.code];
        return (
          <div key={set.code}>
            <dt>{locale.name(set)}</dt>
            <dd>
              {code ? (
                <button
                  type="button"
                  class="plain linked"
                  onClick={() => state.select({ kind: 'area', set: set.code, code })}
                >
                  {areaName(known, set.code, code, locale)}
                </button>
              ) : (
                locale.t('list.unknown')
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function areaName(known: readonly PlaceOf[], set: string, code: string, { name }: Locale): string {
  const area = known.find(a => a.set === set && a.code === code);
  return area ? placeName(area, name) : code;
}
