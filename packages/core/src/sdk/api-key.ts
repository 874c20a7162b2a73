import type { AuthScheme } from '../contracts/http.ts';

/**
 * Sends a fixed key in a header of its own; when the DSP refuses it there is nothing to renew.
 *
 * @example
 * ```ts
 * const context = { wallMs: () => 0, request: async () => assert.fail('no request is needed') };
 * assert.deepEqual(await apiKey('X-Api-Key', 'k1').headers(context), { 'x-api-key': 'k1' });
 * ```
 */
export function apiKey(header: string, key: string): AuthScheme {
  const headers = Object.freeze({ [header.toLowerCase()]: key });
  return Object.freeze({ name: 'api-key', headers: async () => headers, renew: () => false });
}
