import { PayloadError } from '@ledgerline/core';

/** An error about one file: what, where, and what to do next. */
export function fileFault(object: string, code: string, message: string, cause?: unknown): PayloadError {
  return new PayloadError(`${object}: ${message}`, {
    code,
    details: { object },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A cell for a message: only what cannot be anybody's data. */
export function shownCell(text: string): string {
  return /^[\d\s.,'+\-/:()A-Z]{1,24}$/i.test(text) ? `"${text}"` : `a text of ${text.length} characters`;
}
