import type { Fault } from '../api/client';

/** The sentences that say a fault. */
type FaultKey =
  `state.fault.${'network' | 'invalid' | 'notFound' | 'forbidden' | 'tooLarge' | 'busy' | 'internal'}`;

/** What the service's codes mean to a reader. */
const BY_CODE: Readonly<Record<string, FaultKey>> = {
  invalid: 'state.fault.invalid',
  not_found: 'state.fault.notFound',
  unauthorized: 'state.fault.forbidden',
  forbidden: 'state.fault.forbidden',
  too_large: 'state.fault.tooLarge',
  unavailable: 'state.fault.busy',
  internal: 'state.fault.internal',
};

/** The same for an answer that is not the service's own, such as a proxy's. */
const BY_STATUS: Readonly<Record<number, FaultKey>> = {
  0: 'state.fault.network',
  401: 'state.fault.forbidden',
  403: 'state.fault.forbidden',
  404: 'state.fault.notFound',
  413: 'state.fault.tooLarge',
  429: 'state.fault.busy',
  502: 'state.fault.busy',
  503: 'state.fault.busy',
  504: 'state.fault.busy',
};

/** faultKey is the sentence that says a fault in the page's language: by its code, else by its status. */
export function faultKey({ code, status }: Pick<Fault, 'code' | 'status'>): FaultKey {
  const otherwise = status >= 500 ? 'state.fault.internal' : 'state.fault.invalid';
  return BY_CODE[code ?? ''] ?? BY_STATUS[status] ?? otherwise;
}
