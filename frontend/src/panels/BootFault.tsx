import type { Fault } from '../api/client';
import type { Translate } from '../i18n';
import { Logo } from '../ui/Icon';

/** BootFault is the page when the service does not even say what city it is. */
export function BootFault({ fault, t }: { fault: Fault; t: Translate }) {
  return (
    <main class="boot">
      <Logo />
      <h1>{t('state.fault')}</h1>
      <p>{fault.message || t('state.fault.network')}</p>
      {fault.hint && <p>{fault.hint}</p>}
      <button type="button" class="button" onClick={() => window.location.reload()}>
        {t('state.fault.retry')}
      </button>
    </main>
  );
}
