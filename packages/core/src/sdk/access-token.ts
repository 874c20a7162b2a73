import type { AuthContext, AuthScheme, HttpReply } from '../contracts/http.ts';
import { PayloadError } from '../errors/leaves.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';

/** An access token as headers. Units: `useUntilMs` epoch ms, infinite when its life is not known. */
export interface AccessToken {
  readonly headers: Readonly<Record<string, string>>;
  readonly useUntilMs: number;
}

/** The short OAuth error code (RFC 6749 section 5.2), or the status when the answer has none that is fit for a message. */
export function oauthError(reply: HttpReply): string {
  try {
    const body: unknown = JSON.parse(reply.text());
    if (typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string') {
      if (/^[a-z_]{1,40}$/.test(body.error)) return body.error;
    }
  } catch {
    // Not JSON: the status says enough.
  }
  return `HTTP ${reply.status}`;
}

/**
 * Reads the answer of a token endpoint (RFC 6749 section 5.1).
 *
 * Units: `marginMs` is how long before its end a token is no longer used, never more than half of its life.
 * Errors: PayloadError when there is no token in it.
 */
export function readAccessToken(reply: HttpReply, requestedAtMs: number, marginMs = 60_000): AccessToken {
  const body = reply.json();
  const { access_token: text, expires_in: lifeSec } =
    typeof body === 'object' && body !== null
      ? (body as { readonly access_token?: unknown; readonly expires_in?: unknown })
      : {};
  if (typeof text !== 'string' || text === '') {
    throw new PayloadError(
      'The token endpoint answered without an access_token; check the URL of the token endpoint in the configuration.',
    );
  }
  // RFC 6749 section 5.1 only recommends expires_in; without it the token is used until the DSP refuses it.
  const lifeMs = typeof lifeSec === 'number' && lifeSec > 0 ? lifeSec * 1000 : Number.POSITIVE_INFINITY;
  return {
    headers: Object.freeze({ authorization: `Bearer ${text}` }),
    useUntilMs: requestedAtMs + lifeMs - Math.min(marginMs, lifeMs / 2),
  };
}

/** A scheme that keeps a token until shortly before its end, and fetches it once however many requests wait for it. */
export function tokenScheme(name: string, fetchToken: (context: AuthContext) => Promise<AccessToken>): AuthScheme {
  let current: AccessToken | undefined;
  let flight: Promise<AccessToken> | undefined;

  async function fly(context: AuthContext): Promise<AccessToken> {
    const mine = fetchToken(context);
    flight = mine;
    try {
      current = await mine;
      return current;
    } finally {
      flight = undefined;
    }
  }

  return Object.freeze({
    name,
    async headers(context: AuthContext) {
      for (;;) {
        if (current !== undefined && context.wallMs() < current.useUntilMs) return current.headers;
        if (flight === undefined) return (await fly(context)).headers;
        try {
          return (await flight).headers;
        } catch (error) {
          // Whoever asked first may have been stopped; that is no answer to this request.
          if (!isLedgerlineError(error) || error.code !== 'CANCELLED') throw error;
        }
      }
    },
    renew(rejected: Readonly<Record<string, string>>) {
      if (rejected.authorization === current?.headers.authorization) current = undefined;
      return true;
    },
  });
}
