import { createHash } from 'node:crypto';
import type { Http, HttpReply, HttpRequest } from '../contracts/http.ts';
import { PayloadError } from '../errors/leaves.ts';

/** One page as it arrived, for whoever decides where the next one is. */
export interface ListPage {
  /** What was asked for this page. */
  readonly request: HttpRequest;
  readonly reply: HttpReply;
  /** The parsed JSON of the reply. */
  readonly body: unknown;
  /** What stood at `items`. */
  readonly items: readonly unknown[];
}

/** Says how a listing goes on: the request for the page after this one, or undefined at its end; pure. */
export type NextPage = (page: ListPage) => HttpRequest | undefined;

/** Options of {@link paginate}: the request for the first page, and how to read it. Units: pages. */
export interface PaginateOptions extends HttpRequest {
  /** Dotted path to the array of items in the JSON of a page; an absent one is an empty page. */
  readonly items: string;
  readonly next: NextPage;
  /** More pages than this are taken for a fault. @default 10_000 */
  readonly maxPages?: number;
  /** More empty pages in a row that promise another one are taken for a fault. @default 50 */
  readonly maxEmptyPages?: number;
}

/**
 * Asks for the pages of a listing one after the other and yields their items, in the order of the DSP.
 *
 * Order: a page is only asked for when the items of the one before have been taken, so that stopping early costs nothing.
 * Errors: PayloadError `LISTING_UNEXPECTED` when `items` is there but no array; `PAGING_STALLED` when a page repeats the one before it, or
 * empty pages go on without end; `PAGING_LOOP` when a page is asked for that was already read; `PAGING_ENDLESS` beyond `maxPages`;
 * whatever `http` throws. What was yielded before stays valid, but the listing is not whole.
 */
export async function* paginate(
  http: Pick<Http, 'request'>,
  options: PaginateOptions,
): AsyncGenerator<unknown, void, void> {
  const { items: path, next, maxPages = 10_000, maxEmptyPages = 50, ...first } = options;
  const asked = new Set<string>();
  let emptyPages = 0;
  let before: string | undefined;
  for (let request: HttpRequest | undefined = first; request !== undefined; ) {
    if (asked.size === maxPages) throw pagingError(request, 'PAGING_ENDLESS', `has more than ${maxPages} pages`);
    const key = keyOf(request);
    if (asked.has(key)) throw pagingError(request, 'PAGING_LOOP', 'leads back to a page that was already read');
    asked.add(key);
    const reply = await http.request(request);
    const body = reply.json();
    const items = itemsAt(body, path, request);
    const digest = digestOf(JSON.stringify(items));
    if (items.length > 0 && digest === before) {
      throw pagingError(request, 'PAGING_STALLED', 'gives the same page again under another address');
    }
    before = digest;
    yield* items;
    const following = next({ request, reply, body, items });
    emptyPages = items.length === 0 ? emptyPages + 1 : 0;
    if (following !== undefined && emptyPages > maxEmptyPages) {
      throw pagingError(request, 'PAGING_STALLED', `gives more than ${maxEmptyPages} empty pages in a row`);
    }
    request = following;
  }
}

/** Where a token of the next page stands, and the query parameter it goes back in. */
export interface BodyTokenOptions {
  /** Dotted path in the JSON of a page: `nextPageToken`. Absent, null or empty at the end. */
  readonly token: string;
  /** `pageToken` */
  readonly param: string;
}

/**
 * Goes on by an opaque token in the body of each page, the rest of the query staying as it was; its absence is the only end.
 *
 * Errors: PayloadError `LISTING_UNEXPECTED` when the token is neither text nor a number.
 */
export function bodyToken({ token: path, param }: BodyTokenOptions): NextPage {
  return ({ request, body }) => {
    const token = valueAt(body, path);
    if (token === undefined || token === null || token === '') return undefined;
    if (typeof token !== 'string' && typeof token !== 'number') {
      throw pagingError(request, 'LISTING_UNEXPECTED', `has a "${path}" that is no token`);
    }
    return { ...request, query: { ...request.query, [param]: token } };
  };
}

function itemsAt(body: unknown, path: string, request: HttpRequest): readonly unknown[] {
  if (typeof body !== 'object' || body === null) throw pagingError(request, 'LISTING_UNEXPECTED', 'is no JSON object');
  const items = valueAt(body, path);
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items)) throw pagingError(request, 'LISTING_UNEXPECTED', `has "${path}" that is no array`);
  return items;
}

/** The value at a dotted path; an empty path is the whole. */
function valueAt(body: unknown, path: string): unknown {
  let value = body;
  for (const name of path === '' ? [] : path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** Tells requests apart in bounded memory; tokens are not kept. */
function keyOf({ method, path, url, query, body }: HttpRequest): string {
  return digestOf(JSON.stringify([method, path, url, Object.entries(query ?? {}).sort(), body]));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function pagingError({ op }: HttpRequest, code: string, what: string): PayloadError {
  return new PayloadError(
    `The listing "${op}" ${what}; it is not known to be whole, so nothing of it is taken for complete. Run again later; if it stays so, the DSP changed its paging and the connector needs an update.`,
    { code, disposition: 'abort', details: { op } },
  );
}
