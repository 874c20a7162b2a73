import type { AuthScheme, HttpReply } from '../contracts/http.ts';
import { AuthError } from '../errors/leaves.ts';
import { oauthError, readAccessToken, tokenScheme } from './access-token.ts';

/** Options of {@link refreshToken}. Units: `marginMs` is how long before its end an access token is no longer used. */
export interface RefreshTokenOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The long-lived grant of a person; never sent anywhere but to `tokenUrl`. */
  readonly refreshToken: string;
  /** The name policies and logs know the token request by. @default 'token' */
  readonly op?: string;
  /** Never more than half of a token's life. @default 60_000 */
  readonly marginMs?: number;
}

/** The grant is gone, or the client is not who it says: in both cases a person must act. */
function refused(reply: HttpReply): AuthError {
  const error = oauthError(reply);
  const details = { status: reply.status, error };
  if (error === 'invalid_grant') {
    return new AuthError(
      'AUTH_EXPIRED',
      'The refresh token is no longer valid (invalid_grant): consent was withdrawn or lapsed. Let the owner of the account sign in and consent again, then put the new refresh token into the configuration.',
      { details },
    );
  }
  return new AuthError(
    'AUTH_REJECTED',
    `The token endpoint refused this client (${error}); check the client id, the client secret and the refresh token in the configuration.`,
    { details },
  );
}

/**
 * Fetches access tokens with the OAuth refresh token grant (RFC 6749 section 6), keeps each until shortly before its end, and asks for it
 * once however many requests wait for it.
 *
 * Order: a refusal is final: the same error again for every later request, and no further send.
 * Errors: AuthError `AUTH_EXPIRED` for `invalid_grant`, `AUTH_REJECTED` for every other HTTP 400, 401 and 403; PayloadError when there is
 * no token in the answer. A new refresh token in the answer is not kept: the configuration stays the only home of the grant.
 *
 * @example
 * ```ts
 * const form = 'grant_type=refresh_token&client_id=id&client_secret=secret&refresh_token=grant';
 * const { request } = answering({ [`/token ${form}`]: { access_token: 't1', expires_in: 3600 } });
 * const client = { tokenUrl: 'https://api.example/token', clientId: 'id', clientSecret: 'secret' };
 * const scheme = refreshToken({ ...client, refreshToken: 'grant' });
 * assert.deepEqual(await scheme.headers({ request, wallMs: () => 0 }), { authorization: 'Bearer t1' });
 * ```
 */
export function refreshToken(options: RefreshTokenOptions): AuthScheme {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: options.clientId,
    client_secret: options.clientSecret,
    refresh_token: options.refreshToken,
  });
  let refusal: AuthError | undefined;
  return tokenScheme('refresh-token', async ({ request, wallMs }) => {
    if (refusal !== undefined) throw refusal;
    const requestedAtMs = wallMs();
    const reply = await request({
      op: options.op ?? 'token',
      method: 'POST',
      url: options.tokenUrl,
      auth: false,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      accept: [400, 401, 403],
    });
    if (reply.status < 400) return readAccessToken(reply, requestedAtMs, options.marginMs);
    refusal = refused(reply);
    throw refusal;
  });
}
