import { CLASSES } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import { Icon } from '../ui/Icon';
import { KEY_WORDS } from './views/keys';

/** About says what the page is, what its words mean and how fresh its data are. */
export function About() {
  const { about, state, queries } = useApp();
  const { t, format } = useLocale();
  if (!about.value) return null;
  const { attribution, version, city } = state.meta.value;
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
      <h3>{t('about.keys')}</h3>
      <p class="keys">
        {KEY_WORDS.map(([key, word]) => (
          <span key={key}>
            <kbd>{key}</kbd> {t(word)}
          </span>
        ))}
      </p>
      <h3>{t('about.data')}</h3>
      {city.demo && <p>{t('app.demo.why')}</p>}
      <p class="quiet">
        {asOf && `${t('about.asOf', { time: format.moment(asOf) })} · `}
        {t('about.revision', { n: format.count(state.revision.value) })} · {t('about.version', { version })}
      </p>
      {attribution && <p class="quiet">{attribution}</p>}
    </section>
  );
}
