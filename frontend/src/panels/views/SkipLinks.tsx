import { useLocale } from '../../app';

/** Where the keyboard can go at once, in the order of what most people want. */
const TARGETS = [
  ['#figures', 'app.skip'],
  ['#ranking-title', 'skip.areas'],
  ['#filters-title', 'skip.filters'],
  ['.maplibregl-canvas', 'skip.map'],
] as const;

/** SkipLinks are the first stops of the keyboard; they are seen when they are reached. */
export function SkipLinks() {
  const { t } = useLocale();
  return (
    <nav aria-label={t('skip.label')}>
      {TARGETS.map(([target, word]) => (
        <button key={target} type="button" class="skip" onClick={() => goTo(target)}>
          {t(word)}
        </button>
      ))}
    </nav>
  );
}

/** Moves the focus, and leaves the address as it is: it holds the state. What is folded away leads to the figures. */
function goTo(selector: string): void {
  const target = document.querySelector<HTMLElement>(selector) ?? document.getElementById('figures');
  if (!target) return;
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus();
  target.scrollIntoView({ block: 'nearest' });
}
