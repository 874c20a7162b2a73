import type { HttpRequest } from '../contracts/http.ts';
import { ConfigError } from '../errors/leaves.ts';
import { type ListPage, type NextPage, pagingError, valueAt } from './list-page.ts';

function withQuery(request: HttpRequest, param: string, value: string | number): HttpRequest {
  return { ...request, query: { ...request.query, [param]: value } };
}

/** Whether nothing can follow a page: it is empty, or with it everything is there that was advertised. */
function isLast({ items, position, total }: ListPage): boolean {
  return items.length === 0 || (total !== undefined && position >= total);
}

/** Where the number of a page goes. */
export interface PageNumberOptions {
  /** @default 'page' */
  readonly param?: string;
  /** The number of the first page, which is asked for without it. @default 1 */
  readonly first?: number;
}

/**
 * Goes on by the number of the page, up to the advertised pages or items (`pages`, `total`), or to the first empty page.
 *
 * @example
 * ```ts
 * const http = answering({ '/r': { data: [1], pages: 2 }, '/r?page=2': { data: [2], pages: 2 } });
 * const listing = paginate(http, { op: 'list', path: '/r', items: 'data', pages: 'pages', next: pageNumber() });
 * assert.deepEqual(await Array.fromAsync(listing), [1, 2]);
 * ```
 */
export function pageNumber({ param = 'page', first = 1 }: PageNumberOptions = {}): NextPage {
  return (page) => {
    const last = page.pages === undefined ? isLast(page) : page.number >= page.pages;
    return last ? undefined : withQuery(page.request, param, first + page.number);
  };
}

/**
 * Goes on by how many items there were so far, up to the advertised `total` or to the first empty page: a page shorter than asked for is
 * never an end, since DSPs lower limits on their own.
 *
 * @example
 * ```ts
 * const http = answering({ '/r?limit=2': { data: [1, 2] }, '/r?limit=2&offset=2': { data: [3] }, '/r?limit=2&offset=3': {} });
 * const listing = paginate(http, { op: 'list', path: '/r', query: { limit: 2 }, items: 'data', next: offsetLimit() });
 * assert.deepEqual(await Array.fromAsync(listing), [1, 2, 3]);
 * ```
 */
export function offsetLimit({ param = 'offset' }: { readonly param?: string } = {}): NextPage {
  return (page) => (isLast(page) ? undefined : withQuery(page.request, param, page.position));
}

/** Where a token of the next page stands. */
export interface TokenPlace {
  /** Dotted path in a page: `nextPageToken`. Absent, null or empty at the end. */
  readonly token: string;
  /** Dotted path to the word whether there is more, where the DSP says so besides the token: `has_more`. */
  readonly more?: string;
}

function tokenIn({ request, body, number }: ListPage, { token: path, more }: TokenPlace): string | number | undefined {
  const goesOn = more === undefined ? undefined : valueAt(body, more);
  if (goesOn !== undefined && goesOn !== null && typeof goesOn !== 'boolean') {
    throw pagingError(request, 'LISTING_UNEXPECTED', `has a "${more}" that is neither true nor false`, {
      page: number,
    });
  }
  if (goesOn === false) return undefined;
  const token = valueAt(body, path);
  if (token === undefined || token === null || token === '') {
    if (goesOn !== true) return undefined;
    throw pagingError(request, 'LISTING_UNEXPECTED', `says on page ${number} that it goes on, but gives no "${path}"`, {
      page: number,
    });
  }
  if (typeof token === 'string' || typeof token === 'number') return token;
  throw pagingError(request, 'LISTING_UNEXPECTED', `has a "${path}" that is no token`, { page: number });
}

export interface CursorOptions extends TokenPlace {
  /** The query parameter it goes back in: `pageToken`. */
  readonly param: string;
}

/**
 * Goes on by an opaque token of each page, sent as a query parameter, the rest of the query staying as it was; its absence is the only end.
 *
 * Errors: PayloadError `LISTING_UNEXPECTED` when the token is neither text nor a number, or is missing where `more` is true.
 *
 * @example
 * ```ts
 * const http = answering({ '/r': { data: [1], next: 'x' }, '/r?pageToken=x': { data: [2], next: null } });
 * const next = cursor({ token: 'next', param: 'pageToken' });
 * assert.deepEqual(await Array.fromAsync(paginate(http, { op: 'list', path: '/r', items: 'data', next })), [1, 2]);
 * ```
 */
export function cursor({ param, ...place }: CursorOptions): NextPage {
  return (page) => {
    const token = tokenIn(page, place);
    return token === undefined ? undefined : withQuery(page.request, param, token);
  };
}

export interface BodyTokenOptions extends TokenPlace {
  /** The member of the request's JSON that it goes back in: `cursor`. */
  readonly member: string;
}

/**
 * Goes on by an opaque token of each page, sent within the JSON of the request, the rest of which stays as it was.
 *
 * Errors: as {@link cursor}; ConfigError when the request has a body that is no JSON object.
 *
 * @example
 * ```ts
 * const http = answering({ '/q {"size":1}': { data: [1], next: 'x' }, '/q {"size":1,"cursor":"x"}': { data: [2] } });
 * const first = { op: 'query', method: 'POST', path: '/q', body: '{"size":1}', items: 'data' };
 * const next = bodyToken({ token: 'next', member: 'cursor' });
 * assert.deepEqual(await Array.fromAsync(paginate(http, { ...first, next })), [1, 2]);
 * ```
 */
export function bodyToken({ member, ...place }: BodyTokenOptions): NextPage {
  return (page) => {
    const token = tokenIn(page, place);
    if (token === undefined) return undefined;
    return { ...page.request, body: JSON.stringify({ ...jsonObject(page.request), [member]: token }) };
  };
}

function jsonObject({ op, body = '{}' }: HttpRequest): object {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new ConfigError(`The body of "${op}" is no JSON object, so no token can be put into it.`);
}
