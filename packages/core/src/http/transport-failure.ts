/**
 * A failure of the transport noticed on this side, with the code that undici uses for its own kind, so that one table classifies both.
 *
 * Shape: `UND_ERR_HEADERS_TIMEOUT`, `UND_ERR_BODY_TIMEOUT`, `UND_ERR_SOCKET` (a body broken off; what was staged stays good) and
 * `UND_ERR_RES_CONTENT_LENGTH_MISMATCH` (a body that is not what its headers said; what was staged is gone).
 */
export interface TransportFailure extends Error {
  readonly code: TransportFailureCode;
}

export type TransportFailureCode =
  | 'UND_ERR_HEADERS_TIMEOUT'
  | 'UND_ERR_BODY_TIMEOUT'
  | 'UND_ERR_SOCKET'
  | 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';

export function createTransportFailure(code: TransportFailureCode, message: string): TransportFailure {
  return Object.assign(new Error(message), { code, name: 'TransportFailure' });
}
