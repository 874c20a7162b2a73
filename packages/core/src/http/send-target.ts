import { createHash } from 'node:crypto';
import type { HttpRequest } from '../contracts/http.ts';
import type { Operation } from '../contracts/policy.ts';
import { UpstreamError } from '../errors/leaves.ts';
import { buildUrl } from './build-url.ts';
import type { HttpOptions } from './http-setup.ts';
import { isOnHosts } from './permit-url.ts';
import { redactUrl } from './redact-url.ts';

/** Where one send goes and what it carries besides a credential. */
export interface SendTarget {
  readonly op: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Whether the credential goes along. */
  readonly authorised: boolean;
}

/** Units: hops. Source: our own bound; the Fetch standard allows 20, report downloads need 1 or 2. */
export const maxRedirects = 5;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(status: number): boolean {
  return redirectStatuses.has(status);
}

export function firstTarget(setup: HttpOptions, request: HttpRequest): SendTarget {
  const url = buildUrl(setup.baseUrl, request);
  return {
    op: request.op,
    method: request.method ?? 'GET',
    url,
    headers: lowerCased(request.headers ?? {}),
    body: request.body,
    authorised: isAuthorised(setup, request.auth, url),
  };
}

/** The base URL's origin is trusted unless told otherwise; another host only when it is listed for credentials and asked for by name; a scheme of the request's own is meant for where the request goes. */
function isAuthorised(setup: HttpOptions, auth: HttpRequest['auth'], url: URL): boolean {
  const base = new URL(setup.baseUrl);
  if (typeof auth === 'object') return true;
  if (auth === false) return false;
  return url.origin === base.origin || (auth === true && isOnHosts(url, setup.credentialHosts ?? [], base));
}

/** Headers that another origin may see: how to answer, never who asks. */
const harmless: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent']);

/**
 * The next send of a redirect: a credential never goes along, and nothing of the caller's crosses to another origin.
 *
 * Source: RFC 9110 section 15.4 (303 turns into GET, 301 and 302 do so for POST, 307 and 308 keep method and body).
 */
export function nextTarget(from: SendTarget, status: number, location: string | undefined): SendTarget {
  const url = location === undefined ? null : URL.parse(location, from.url.href);
  if (url === null) throw redirectError(from, 'redirects without an address that can be read', 'redirect-invalid');
  url.hash = '';
  const toGet = status === 303 ? from.method !== 'HEAD' : from.method === 'POST' && (status === 301 || status === 302);
  const sameOrigin = url.origin === from.url.origin;
  if (!toGet && from.body !== undefined && !sameOrigin) {
    throw redirectError(from, 'wants the body of a request sent on to another origin', 'redirect-body');
  }
  const headers = Object.entries(from.headers).filter(
    ([name]) => (sameOrigin || harmless.has(name)) && !(toGet && name.startsWith('content-')),
  );
  return {
    op: from.op.endsWith('/redirected') ? from.op : `${from.op}/redirected`,
    method: toGet ? 'GET' : from.method,
    url,
    headers: Object.fromEntries(headers),
    body: toGet ? undefined : from.body,
    authorised: from.authorised && sameOrigin,
  };
}

/** Follows the hops of one call and stops circles. */
export function createHopGuard(): (target: SendTarget) => void {
  const seen = new Set<string>();
  return (target) => {
    const key = `${target.method} ${target.url.href}`;
    if (seen.has(key)) throw redirectError(target, 'redirects in a circle', 'redirect-loop');
    if (seen.size > maxRedirects) {
      throw redirectError(target, `redirects more than ${maxRedirects} times`, 'redirect-limit');
    }
    seen.add(key);
  };
}

function redirectError(target: SendTarget, what: string, reason: string): UpstreamError {
  return new UpstreamError(
    `"${target.op}" at ${redactUrl(target.url)} ${what}; check the base URL, or ask the DSP why.`,
    { disposition: 'abort', details: { op: target.op, host: target.url.host, reason, verdict: 'give-up' } },
  );
}

/** The operation as the policy engine knows it. */
export function operationOf(setup: HttpOptions, request: HttpRequest, target: SendTarget): Operation {
  const repeatable = ['GET', 'HEAD', 'PUT', 'DELETE'].includes(target.method);
  return {
    dsp: setup.dsp,
    scope: [setup.credential, ...(request.scope ?? [])],
    op: target.op,
    opKey: `${target.op}${target.url.pathname}${fingerprint(request.query)}${request.key === undefined ? '' : `#${request.key}`}`,
    method: target.method,
    idempotent: repeatable || setup.profile.idempotentOps.includes(request.op),
    ...(setup.sync === undefined ? {} : { sync: setup.sync }),
  };
}

/** Tells pages of one listing apart in the log without writing their query down. */
function fingerprint(query: HttpRequest['query']): string {
  if (query === undefined) return '';
  return `#${createHash('sha256').update(JSON.stringify(query)).digest('hex').slice(0, 8)}`;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
