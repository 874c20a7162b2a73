import { createTransportFailure } from './transport-failure.ts';

/**
 * What `fetch` failed with, in words the policy understands: a connection that ended within an answer is broken, whatever undici calls it.
 *
 * undici reports a body shorter than its Content-Length as a wrong length even when the connection was lost, and the end of a
 * connection within a chunk as a breach of the protocol, without a code. In both cases what did arrive is good.
 *
 * Source: observed with undici 7.29.1, the one in Node 24.
 */
export function brokenOff(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return error;
  const shorter = 'code' in cause && cause.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
  if (!shorter && cause.name !== 'HTTPParserError') return error;
  return createTransportFailure('UND_ERR_SOCKET', `The connection broke off within the answer (${cause.message}).`);
}
