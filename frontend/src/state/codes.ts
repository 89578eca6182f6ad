const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** isCode reports whether a text can be a code of the service. */
export function isCode(text: string): boolean {
  return CODE.test(text);
}

/** code is a text if it can be a code of the service, else empty. */
export function code(text: string | null): string {
  return text !== null && isCode(text) ? text : '';
}
