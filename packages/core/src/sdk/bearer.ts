import type { AuthScheme } from '../contracts/http.ts';

/** Sends a fixed token; when the DSP refuses it there is nothing to renew. */
export function bearer(token: string): AuthScheme {
  const headers = Object.freeze({ authorization: `Bearer ${token}` });
  return Object.freeze({ name: 'bearer', headers: async () => headers, renew: () => false });
}
