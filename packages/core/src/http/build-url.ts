import type { HttpRequest } from '../contracts/http.ts';
import { ConfigError, UpstreamError } from '../errors/leaves.ts';

/**
 * The URL of a request, its percent-encoding as the author or the DSP wrote it.
 *
 * Shape: `path` hangs below the base URL's own path; `query` is appended to whatever query is there, `undefined` left out.
 */
export function buildUrl(baseUrl: string, request: Pick<HttpRequest, 'op' | 'path' | 'url' | 'query'>): URL {
  const url = request.url === undefined ? below(baseUrl, request.path ?? '') : URL.parse(request.url);
  if (url === null) throw invalidUrl(baseUrl, request);
  const added = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  // Assigning to `search` keeps existing escapes; URLSearchParams would rewrite them and break signatures.
  if (added.length > 0) url.search = [url.search.slice(1), ...added].filter((part) => part !== '').join('&');
  url.hash = '';
  return url;
}

/** A '#' in a path is never a fragment here: nothing after it would be sent. */
function below(baseUrl: string, path: string): URL | null {
  const rooted = path === '' || path.startsWith('/') || path.startsWith('?') ? path : `/${path}`;
  return URL.parse(baseUrl.replace(/\/+$/, '') + rooted.replaceAll('#', '%23'));
}

function invalidUrl(baseUrl: string, request: Pick<HttpRequest, 'op' | 'url'>): Error {
  if (request.url === undefined && URL.parse(baseUrl) === null) {
    return new ConfigError(`The base URL for "${request.op}" is no valid URL; correct it in the source's config.`);
  }
  return new UpstreamError(
    `"${request.op}" was given an address that is no valid URL; the DSP's answer that named it has changed shape.`,
    { disposition: 'abort', details: { op: request.op, reason: 'url-invalid' } },
  );
}
