import { useApp, useLocale } from '../../app';

/** Where the keyboard can go at once, in the order of what most people want. */
const TARGETS = [
  ['figures', 'app.skip'],
  ['ranking-title', 'skip.areas'],
  ['filters-title', 'skip.filters'],
  ['map', 'skip.map'],
] as const;

/** SkipLinks are the first stops of the keyboard; they are seen when they are reached. */
export function SkipLinks() {
  const { panels } = useApp();
  const { t } = useLocale();
  const there = TARGETS.filter(([id]) => targetIsThere(id, panels.filters.value, panels.figures.value));
  return (
    <nav aria-label={t('skip.label')}>
      {there.map(([id, word]) => (
        <a
          key={id}
          class="skip"
          href={`#${id}`}
          onClick={event => {
            event.preventDefault();
            goTo(id);
          }}
        >
          {t(word)}
        </a>
      ))}
    </nav>
  );
}

/** A panel that is folded away has nothing to go to. */
function targetIsThere(id: (typeof TARGETS)[number][0], filters: boolean, figures: boolean): boolean {
  if (id === 'map') return true;
  return id === 'filters-title' ? filters : figures;
}

/** Moves the focus, and leaves the address as it is: it holds the state. */
function goTo(id: string): void {
  const target =
    id === 'map' ? document.querySelector<HTMLElement>('.maplibregl-canvas') : document.getElementById(id);
  if (!target) return;
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus();
  target.scrollIntoView({ block: 'nearest' });
}
