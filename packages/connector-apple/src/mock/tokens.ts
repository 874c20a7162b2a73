import { element, type ReporterError, textAnswer, xmlAnswer } from './answers.ts';
import type { ReporterRequest } from './parse-request.ts';

/** Source: Apple's Reporter guide. */
const lifeMs = 180 * 86_400_000;

export interface TokenOptions {
  readonly token: string;
  readonly createdMs: number;
  readonly userid: string;
  readonly password: string;
  readonly now: () => number;
}

/** The one live token of the fake's Apple ID. */
export interface Tokens {
  readonly current: () => string | undefined;
  /** Tokens made so far; a connector must leave it at 0. */
  readonly generated: () => number;
  /** Why a token does not work; undefined when it does. */
  refuse(token: string | undefined): ReporterError | undefined;
  /** The answer to `viewToken`, `generateToken` and `deleteToken`. */
  answer(request: ReporterRequest): Response | ReporterError;
}

export function createTokens({ token, createdMs, userid, password, now }: TokenOptions): Tokens {
  let live: { token: string; createdMs: number } | undefined = { token, createdMs };
  let generated = 0;
  let requests = 0;
  const pending = new Set<string>();
  const expires = (made: number) => new Date(made + lifeMs).toISOString().slice(0, 10);
  const view = (message?: string) => {
    const parts =
      live === undefined
        ? []
        : [element('AccessToken', live.token), element('ExpirationDate', expires(live.createdMs))];
    const said = live === undefined ? "You currently don't have an access token. Generate one." : message;
    return xmlAnswer(element('ViewToken', [...parts, ...(said === undefined ? [] : [element('Message', said)])]));
  };
  const generate = (request: ReporterRequest): Response => {
    const confirmed = request.isExistingToken && pending.delete(request.requestId ?? '');
    if (live !== undefined && !confirmed) {
      requests += 1;
      const id = `request-${requests}`;
      pending.add(id);
      // Plain text in Robot mode, too, and a header whose underscores some proxies drop.
      const text =
        'If you generate a new access token, your existing token will be deleted. Do you want to continue? (y/n): ';
      return textAnswer(text, { headers: { SERVICE_REQUEST_ID: id } });
    }
    generated += 1;
    live = { token: `fake-token-${generated + 1}`, createdMs: now() };
    if (request.mode === 'Robot.XML') return view('Your new access token has been generated.');
    return textAnswer(
      `Your new access token has been generated.\nAccessToken:${live.token}\nExpiration Date:${expires(live.createdMs)}\n`,
    );
  };
  return {
    current: () => live?.token,
    generated: () => generated,
    refuse(given) {
      if (given === undefined) return { code: 132 };
      if (given !== live?.token) return { code: 124 };
      return now() - live.createdMs > lifeMs ? { code: 123 } : undefined;
    },
    answer(request) {
      if (request.userid !== userid || request.password !== password) return { code: 108 };
      if (request.command === 'Sales.viewToken') return view();
      if (request.command === 'Sales.generateToken') return generate(request);
      live = undefined;
      return xmlAnswer(element('Output', [element('Message', 'Your existing access token has been deleted.')]));
    },
  };
}
