import { CLASSES, MEASURES } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import { Icon } from '../ui/Icon';
import { PlaceLink } from '../ui/PlaceLink';
import { KEY_WORDS } from './views/keys';
import { wallPlace } from './views/places';

/** About says what the page is, what its words mean and how fresh its data are. */
export function About() {
  const app = useApp();
  const { about, state, queries } = app;
  const { t, format } = useLocale();
  if (!about.value) return null;
  const { attribution, version, city, targets } = state.meta.value;
  const asOf = queries.categories.data.value?.as_of;
  return (
    <section class="about" role="dialog" aria-labelledby="about-title">
      <div class="panel-head">
        <h2 id="about-title">{t('about.title')}</h2>
        <button
          type="button"
          class="quiet-button icon-only"
          aria-label={t('about.close')}
          onClick={() => {
            about.value = false;
          }}
        >
          <Icon name="close" />
        </button>
      </div>
      <p>{t('about.text')}</p>
      <h3>{t('about.classes')}</h3>
      <dl class="meanings">
        {CLASSES.map(name => (
          <div key={name}>
            <dt>
              <span class="dot" style={{ background: `var(--${name})` }} />
              {t(`class.${name}`)}
            </dt>
            <dd>{t(`class.${name}.why`)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('about.measures')}</h3>
      <dl class="meanings">
        {MEASURES.filter(m => m !== 'n').map(m => (
          <div key={m}>
            <dt>{t(`measure.${m}`)}</dt>
            <dd>{t(`measure.${m}.why`)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('about.targets')}</h3>
      <p>
        {t('about.targets.text', {
          onTime: format.percent(targets.on_time),
          onWay: format.percent(targets.on_way),
        })}
      </p>
      <h3>{t('about.keys')}</h3>
      <p class="keys">
        {KEY_WORDS.map(([key, word]) => (
          <span key={key}>
            <kbd>{key}</kbd> {t(word)}
          </span>
        ))}
      </p>
      <label class="keys-switch">
        <input
          type="checkbox"
          checked={app.shortKeys.value}
          onChange={event => {
            app.shortKeys.value = event.currentTarget.checked;
          }}
        />
        {t('about.keys.on')}
      </label>
      <h3>{t('about.data')}</h3>
      {city.demo && <p>{t('app.demo.why')}</p>}
      <p class="quiet">
        {asOf && `${t('about.asOf', { time: format.moment(asOf) })} · `}
        {t('about.revision', { n: format.count(state.revision.value) })} · {t('about.version', { version })}
      </p>
      {attribution && <p class="quiet">{attribution}</p>}
      <p class="quiet">
        {t('about.licence')} · <a href="/api/v1/openapi.yaml">{t('about.api')}</a> ·{' '}
        <PlaceLink place={wallPlace(app)}>{t('about.wall')}</PlaceLink>
      </p>
    </section>
  );
}
