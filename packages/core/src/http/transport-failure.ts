/**
 * A failure of the transport noticed on this side, with the code that undici uses for its own kind, so that one table classifies both.
 *
 * Shape: `UND_ERR_HEADERS_TIMEOUT`, `UND_ERR_BODY_TIMEOUT`; `UND_ERR_SOCKET`, a body broken off whose staged part stays good;
 * `UND_ERR_RESPONSE`, a part that does not fit what is staged; `UND_ERR_RES_CONTENT_LENGTH_MISMATCH`, a whole body that is not
 * what its headers said. After the last two nothing is staged any more.
 */
export interface TransportFailure extends Error {
  readonly code: TransportFailureCode;
}

export type TransportFailureCode =
  | 'UND_ERR_HEADERS_TIMEOUT'
  | 'UND_ERR_BODY_TIMEOUT'
  | 'UND_ERR_SOCKET'
  | 'UND_ERR_RESPONSE'
  | 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';

export function createTransportFailure(code: TransportFailureCode, message: string): TransportFailure {
  return Object.assign(new Error(message), { code, name: 'TransportFailure' });
}
