import type { AuthScheme } from '../contracts/http.ts';

/**
 * Sends a fixed token; when the DSP refuses it there is nothing to renew.
 *
 * @example
 * ```ts
 * const context = { wallMs: () => 0, request: async () => assert.fail('no request is needed') };
 * assert.deepEqual(await bearer('t1').headers(context), { authorization: 'Bearer t1' });
 * ```
 */
export function bearer(token: string): AuthScheme {
  const headers = Object.freeze({ authorization: `Bearer ${token}` });
  return Object.freeze({ name: 'bearer', headers: async () => headers, renew: () => false });
}
