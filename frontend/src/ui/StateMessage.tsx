import type { ComponentChildren } from 'preact';
import type { Fault } from '../api/client';
import { useApp, useLocale } from '../app';
import type { Translate } from '../i18n';
import { allCleared, countSet, newFilter } from '../state/filter';
import { DEFAULT_VIEW } from '../state/view';
import { faultKey } from './fault-words';

/** FaultMessage says what went wrong and what to do, and offers the ways out. */
export function FaultMessage({ fault, onRetry }: { fault: Fault; onRetry: () => void }) {
  const { t } = useLocale();
  const { state } = useApp();
  const reset = () => {
    const { language, theme } = state.view.peek();
    state.go({ filter: newFilter(), view: { ...DEFAULT_VIEW, language, theme } });
  };
  return (
    <Message title={t('state.fault')} role="alert">
      <FaultWords fault={fault} t={t} />
      <p class="actions">
        <button type="button" class="button" onClick={onRetry}>
          {t('state.fault.retry')}
        </button>
        {fault.status >= 400 && fault.status < 500 && (
          <button type="button" class="button" onClick={reset}>
            {t('state.fault.reset')}
          </button>
        )}
      </p>
    </Message>
  );
}

/** FaultWords say a fault in the page's language; the service's own words stand below in small print. */
export function FaultWords({ fault, t }: { fault: Fault; t: Translate }) {
  const own = [fault.message, fault.hint].filter(Boolean).join(' ');
  return (
    <>
      <p>{t(faultKey(fault))}</p>
      {(own || fault.instance) && (
        <p class="fault-detail">
          {own && (
            <>
              {t('state.fault.detail')} <span lang="en">{own}</span>{' '}
            </>
          )}
          {fault.instance && t('state.fault.request', { id: fault.instance })}
        </p>
      )}
    </>
  );
}

/** EmptyMessage says that nothing matches, and offers to ask for more. */
export function EmptyMessage() {
  const { t } = useLocale();
  const { state } = useApp();
  if (state.meta.value.extent.n === 0) {
    return (
      <Message title={t('state.noData')} role="status">
        <p>{t('state.noData.why')}</p>
      </Message>
    );
  }
  const filter = state.filter.value;
  return (
    <Message title={t('state.empty')} role="status">
      <p>{t('state.empty.why')}</p>
      <p class="actions">
        {countSet(filter) > 0 && (
          <button type="button" class="button" onClick={() => state.narrow(allCleared(filter))}>
            {t('state.empty.clear')}
          </button>
        )}
        {(filter.from || filter.to) && (
          <button
            type="button"
            class="button"
            onClick={() => state.narrow({ from: undefined, to: undefined })}
          >
            {t('state.empty.widen')}
          </button>
        )}
      </p>
    </Message>
  );
}

interface MessageProps {
  title: string;
  role: 'alert' | 'status';
  children: ComponentChildren;
}

/** Message is a calm note in the place of what is missing. */
export function Message({ title, role, children }: MessageProps) {
  return (
    <div class="message" role={role}>
      <p class="message-title">{title}</p>
      {children}
    </div>
  );
}
