import { useApp, useLocale } from '../app';
import { LANGUAGES } from '../i18n';
import { Icon, Logo } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import { Search } from './Search';
import { printPage } from './views/printing';

/** TopBar names the city, finds areas and addresses, and turns language and theme. */
export function TopBar() {
  const app = useApp();
  const { t, language, name } = useLocale();
  const { city } = app.state.meta.value;
  const dark = app.theme.value === 'dark';
  return (
    <header class="bar">
      <h1 class="brand">
        <Logo />
        <span class="brand-name">{t('app.title')}</span>
        <span class="brand-city">{name(city)}</span>
      </h1>
      {city.demo && (
        <span class="badge" title={t('app.demo.why')}>
          <span class="long">{t('app.demo')}</span>
          <span class="short">{t('app.demo.short')}</span>
        </span>
      )}
      <Search />
      <div class="bar-end">
        <Segmented
          label={t('bar.language')}
          value={language}
          options={LANGUAGES.map(value => ({ value, text: value, title: t(`language.${value}`) }))}
          onChange={value => app.state.look({ language: value })}
        />
        <button
          type="button"
          class="bar-button bar-print"
          aria-label={t(app.preparing.value ? 'print.preparing' : 'print.why')}
          aria-busy={app.preparing.value}
          title={t('print.why')}
          onClick={() => void printPage(app)}
        >
          <Icon name="print" />
          <span class="bar-word">{t(app.preparing.value ? 'print.preparing' : 'print.button')}</span>
        </button>
        <span class="unseen" role="status">
          {app.preparing.value && t('print.preparing')}
        </span>
        <button
          type="button"
          class="bar-button"
          aria-label={dark ? t('bar.theme.toLight') : t('bar.theme.toDark')}
          onClick={() => app.state.look({ theme: dark ? 'light' : 'dark' })}
        >
          <Icon name={dark ? 'sun' : 'moon'} />
          <span class="bar-word">{dark ? t('bar.light') : t('bar.dark')}</span>
        </button>
        <button
          type="button"
          class="bar-button"
          aria-expanded={app.about.value}
          aria-label={t('about.title')}
          onClick={() => {
            app.about.value = !app.about.value;
          }}
        >
          <Icon name="info" />
          <span class="bar-word">{t('bar.about')}</span>
        </button>
      </div>
    </header>
  );
}
