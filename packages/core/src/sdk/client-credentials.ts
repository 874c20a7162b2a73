import type { AuthScheme } from '../contracts/http.ts';
import { AuthError } from '../errors/leaves.ts';
import { oauthError, readAccessToken, tokenScheme } from './access-token.ts';

/** Options of {@link clientCredentials}. Units: `marginMs` is how long before its end a token is no longer used. */
export interface ClientCredentialsOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
  /** The name policies and logs know the token request by. @default 'token' */
  readonly op?: string;
  /** Never more than half of a token's life. @default 60_000 */
  readonly marginMs?: number;
}

/**
 * Fetches a token with the OAuth client credentials grant (RFC 6749 section 4.4), keeps it until shortly before its end,
 * and asks for it once however many requests wait for it.
 *
 * Errors: AuthError `AUTH_REJECTED` when the endpoint refuses the client (HTTP 400, 401, 403); PayloadError when it sends no token.
 *
 * @example
 * ```ts
 * const { request } = answering({ '/token grant_type=client_credentials': { access_token: 't1', expires_in: 3600 } });
 * const scheme = clientCredentials({ tokenUrl: 'https://api.example/token', clientId: 'id', clientSecret: 'secret' });
 * assert.deepEqual(await scheme.headers({ request, wallMs: () => 0 }), { authorization: 'Bearer t1' });
 * ```
 */
export function clientCredentials(options: ClientCredentialsOptions): AuthScheme {
  const basic = Buffer.from(`${options.clientId}:${options.clientSecret}`, 'utf8').toString('base64');
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (options.scope !== undefined) form.set('scope', options.scope);
  return tokenScheme('client-credentials', async ({ request, wallMs }) => {
    const requestedAtMs = wallMs();
    const reply = await request({
      op: options.op ?? 'token',
      method: 'POST',
      url: options.tokenUrl,
      auth: false,
      headers: {
        authorization: `Basic ${basic}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: form.toString(),
      accept: [400, 401, 403],
    });
    if (reply.status >= 400) {
      throw new AuthError(
        'AUTH_REJECTED',
        `The token endpoint refused this client (${oauthError(reply)}); check the client id and secret in the configuration.`,
        { details: { status: reply.status } },
      );
    }
    return readAccessToken(reply, requestedAtMs, options.marginMs);
  });
}
