import type { ComponentChildren } from 'preact';
import type { Fault } from '../api/client';
import { useApp, useLocale } from '../app';
import { allCleared, countSet, newFilter } from '../state/filter';
import { DEFAULT_VIEW } from '../state/view';

/** FaultMessage says in the service's words what went wrong, and offers the ways out. */
export function FaultMessage({ fault, onRetry }: { fault: Fault; onRetry: () => void }) {
  const { t } = useLocale();
  const { state } = useApp();
  const reset = () => {
    const { language, theme } = state.view.peek();
    state.go({ filter: newFilter(), view: { ...DEFAULT_VIEW, language, theme } });
  };
  return (
    <Message title={t('state.fault')} role="alert">
      <p>{fault.status === 0 && !fault.message ? t('state.fault.network') : fault.message}</p>
      {fault.hint && <p>{fault.hint}</p>}
      {fault.instance && <p class="quiet">{t('state.fault.request', { id: fault.instance })}</p>}
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
