import { useApp, useLocale } from '../app';
import { Message } from '../ui/StateMessage';
import { useChosen } from './chosen';
import type { Subject } from './figures';

/** More names than these are their number. */
const MOST_NAMED = 3;

/** Outside says that the selected area is in none of those that the filter is narrowed to, and the ways out. */
export function Outside({ subject }: { subject: Subject }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const names = useChosen()
    .filter(c => c.kind === 'areas')
    .map(c => c.name);
  const areas =
    names.length > MOST_NAMED ? t('panel.area.count', { n: format.count(names.length) }) : names.join(', ');
  return (
    <Message title={`${subject.name} · ${t('outside.title')}`} role="status">
      <p>{t('outside.why', { areas, name: subject.name })}</p>
      <p class="actions">
        <button type="button" class="button" onClick={() => state.narrow({ areas: [] })}>
          {t('outside.clear')}
        </button>
        <button type="button" class="button" onClick={() => state.select(null)}>
          {t('outside.back', { name: subject.name })}
        </button>
      </p>
    </Message>
  );
}
