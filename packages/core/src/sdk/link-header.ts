import type { HttpRequest } from '../contracts/http.ts';
import { type NextPage, pagingError } from './list-page.ts';

/** Headers that another origin may see: how to answer, never who asks. */
const harmless: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent']);

const name = '[\\w!#$&+.^`|~-]+\\*?';
const value = '"((?:[^"\\\\]|\\\\.)*)"|([^\\s",;]+)';
const parameter = `\\s*;\\s*(${name})(?:\\s*=\\s*(?:${value}))?`;
const link = new RegExp(`[\\s,]*<([^>]*)>((?:${parameter})*)\\s*(?:,|;?\\s*$)`, 'y');

/** What a link is to its page; nothing when it says to be about something else. Of several `rel` the first counts. */
function relationsOf(parameters: string): readonly string[] {
  const found = new Map<string, string>();
  for (const [, key = '', quoted, bare = ''] of parameters.matchAll(new RegExp(parameter, 'g'))) {
    const known = key.toLowerCase();
    if (!found.has(known)) found.set(known, quoted ?? bare);
  }
  return found.has('anchor') ? [] : (found.get('rel') ?? '').toLowerCase().split(/\s+/);
}

/** Addresses that a Link header gives for a relation; undefined when it cannot be read. Source: RFC 8288 section 3. */
function targetsOf(header: string, wanted: string): readonly string[] | undefined {
  const found: string[] = [];
  link.lastIndex = 0;
  while (header.slice(link.lastIndex).replace(/[\s,]+/g, '') !== '') {
    const [, target = '', parameters = ''] = link.exec(header) ?? [];
    if (link.lastIndex === 0) return undefined;
    if (relationsOf(parameters).includes(wanted)) found.push(target.trim());
  }
  return [...new Set(found)];
}

/**
 * Goes on by the Link header of each page (`<…>; rel="next"`, RFC 8288), whose address may be relative to the page's own; without it the
 * listing is over.
 *
 * An address on another origin is asked for without the request's own headers and credential (unless the request said `auth: true`, which
 * goes to the `credentialHosts` only), and `http` refuses it unless the policy lists its host.
 * Errors: PayloadError `LISTING_UNEXPECTED` when the header cannot be read or names several next pages: an end is never guessed.
 *
 * @example
 * ```ts
 * const http = answering({ '/r': [1], '/r?p=2': [2] }, { '/r': { link: '</r?p=2>; rel="next"' } });
 * const listing = paginate(http, { op: 'list', path: '/r', items: '', next: linkHeader() });
 * assert.deepEqual(await Array.fromAsync(listing), [1, 2]);
 * ```
 */
export function linkHeader({ rel = 'next' }: { readonly rel?: string } = {}): NextPage {
  return ({ request, reply, number }) => {
    const targets = targetsOf(reply.headers.link ?? '', rel.toLowerCase());
    const [target] = targets ?? [];
    const fault = (what: string) =>
      pagingError(request, 'LISTING_UNEXPECTED', `${what} on page ${number}`, { page: number });
    if (targets === undefined) throw fault('has a Link header that cannot be read');
    if (target === undefined) return undefined;
    if (targets.length > 1) throw fault(`names ${targets.length} different next pages`);
    const from = URL.parse(reply.url ?? request.url ?? '');
    const url = from === null ? URL.parse(target) : URL.parse(target, from.href);
    if (url === null || !/^https?:$/.test(url.protocol)) throw fault('names a next page that is no address');
    url.hash = '';
    return requestFor(url, from, request);
  };
}

function requestFor(url: URL, from: URL | null, request: HttpRequest): HttpRequest {
  const { method: _method, path: _path, query: _query, body: _body, headers = {}, auth, ...rest } = request;
  const follow = { ...rest, url: url.href };
  if (url.origin === from?.origin) return { ...follow, headers, ...(auth === undefined ? {} : { auth }) };
  const kept = Object.entries(headers).filter(([name]) => harmless.has(name.toLowerCase()));
  return { ...follow, headers: Object.fromEntries(kept), auth: auth === true };
}
