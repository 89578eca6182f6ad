import type { Fault } from '../api/client';
import type { Translate } from '../i18n';
import { Logo } from '../ui/Icon';
import { FaultWords } from '../ui/StateMessage';

/** BootFault is the page when the service does not even say what city it is. */
export function BootFault({ fault, t }: { fault: Fault; t: Translate }) {
  return (
    <main class="boot">
      <Logo />
      <h1>{t('state.fault')}</h1>
      <FaultWords fault={fault} t={t} />
      <button type="button" class="button" onClick={() => window.location.reload()}>
        {t('state.fault.retry')}
      </button>
    </main>
  );
}
