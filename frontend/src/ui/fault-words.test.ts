import { expect, it } from 'vitest';
import { faultKey } from './fault-words';

it('says a fault by its code, and one of a proxy by its status', () => {
  expect(faultKey({ code: 'not_found', status: 404 })).toBe('state.fault.notFound');
  expect(faultKey({ code: 'unavailable', status: 503 })).toBe('state.fault.busy');
  expect(faultKey({ code: undefined, status: 502 })).toBe('state.fault.busy');
  expect(faultKey({ code: undefined, status: 0 })).toBe('state.fault.network');
  expect(faultKey({ code: 'new', status: 500 })).toBe('state.fault.internal');
  expect(faultKey({ code: undefined, status: 418 })).toBe('state.fault.invalid');
});
