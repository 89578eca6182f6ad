import { useApp, useLocale } from '../app';
import { Explained } from '../ui/Explained';
import { Icon } from '../ui/Icon';

/** FoundNote says which place the marker stands on and what its circle means. The element stays, so that screen readers tell when its text comes. */
export function FoundNote() {
  const { state } = useApp();
  const { t, format } = useLocale();
  const { found } = state.view.value;
  return (
    <div class="place" role="status">
      {found && (
        <>
          <span class="place-dot" aria-hidden="true" />
          <span class="place-words">
            <b title={found.text}>{found.text}</b>
            <span class="quiet">
              <Explained
                term={t('search.within', { distance: format.distance(found.radius) })}
                why={t('search.within.why')}
              />
            </span>
          </span>
          <button
            type="button"
            class="quiet-button icon-only"
            aria-label={t('place.clear', { name: found.text })}
            title={t('place.clear', { name: found.text })}
            onClick={() => state.look({ found: null })}
          >
            <Icon name="close" />
          </button>
        </>
      )}
    </div>
  );
}
