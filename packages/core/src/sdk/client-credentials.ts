import type { AuthContext, AuthScheme, HttpReply } from '../contracts/http.ts';
import { AuthError, PayloadError } from '../errors/leaves.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';

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

interface Token {
  readonly headers: Readonly<Record<string, string>>;
  readonly useUntilMs: number;
}

/** The short OAuth error code, when the answer has one that is fit for a message. */
function oauthError(reply: HttpReply): string {
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

function readToken(reply: HttpReply, options: ClientCredentialsOptions, requestedAtMs: number): Token {
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
  const marginMs = Math.min(options.marginMs ?? 60_000, lifeMs / 2);
  return {
    headers: Object.freeze({ authorization: `Bearer ${text}` }),
    useUntilMs: requestedAtMs + lifeMs - marginMs,
  };
}

/**
 * Fetches a token with the OAuth client credentials grant (RFC 6749 section 4.4), keeps it until shortly before its end,
 * and asks for it once however many requests wait for it.
 *
 * Errors: AuthError `AUTH_REJECTED` when the endpoint refuses the client (HTTP 400, 401, 403); PayloadError when it sends no token.
 */
export function clientCredentials(options: ClientCredentialsOptions): AuthScheme {
  const basic = Buffer.from(`${options.clientId}:${options.clientSecret}`, 'utf8').toString('base64');
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (options.scope !== undefined) form.set('scope', options.scope);
  let current: Token | undefined;
  let flight: Promise<Token> | undefined;

  async function fetchToken({ request, wallMs }: AuthContext): Promise<Token> {
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
    return readToken(reply, options, requestedAtMs);
  }

  async function fly(context: AuthContext): Promise<Token> {
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
    name: 'client-credentials',
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
