import type { Http, HttpReply, HttpRequest } from '../contracts/http.ts';
import { CancelledError } from '../errors/leaves.ts';
import { type NextPage, pagingError, valueAt } from './list-page.ts';
import { PagingGuard } from './paging-guard.ts';

/** Options of {@link paginate}: the request for the first page, and how to read it. Units: pages, items. */
export interface PaginateOptions<Item = unknown> extends HttpRequest {
  /** Dotted path to the array of items in a page, empty when the page is the array; an absent one is an empty page. */
  readonly items: string;
  readonly next: NextPage;
  /** Makes of a reply what paths lead into. @default its JSON */
  readonly parse?: (reply: HttpReply) => unknown;
  /** Looks at an item and gives it its type: `(item) => parsePayload(Item, item, 'an item')`. @default the item as it came */
  readonly item?: (item: unknown) => Item;
  /** Dotted path in an item to what tells it apart. @default the whole item */
  readonly id?: string;
  /** Dotted path in a page to how many items the whole listing has. */
  readonly total?: string;
  /** Dotted path in a page to how many pages the whole listing has. */
  readonly pages?: string;
  /** More pages than this are taken for a fault. @default 10_000 */
  readonly maxPages?: number;
  /** More empty pages in a row that promise another one are taken for a fault. @default 50 */
  readonly maxEmptyPages?: number;
  /** More items than this are taken for a fault; what is known of each takes 8 to 32 bytes. @default 1_000_000 */
  readonly maxItems?: number;
  /** Stops the listing, also while a page is awaited. */
  readonly signal?: AbortSignal;
}

/**
 * Asks for the pages of a listing one after the other and yields their items, each once, in the order of the DSP.
 *
 * Order: a page is only asked for when the items of the one before have been taken, so that stopping early costs nothing. An item that a page
 * repeats (others were added before it meanwhile) is left out.
 * Errors: PayloadError `LISTING_UNEXPECTED` when a page is not what paths promise; `PAGING_STALLED` when a page brings nothing but what was
 * there before, or empty pages go on without end; `PAGING_LOOP` when a page is asked for that was already read; `PAGING_ENDLESS` beyond
 * `maxPages` or `maxItems`; `LISTING_CHANGED` when pages advertise different counts; `LISTING_MISCOUNTED` when the count is not met;
 * CancelledError when the signal aborts; whatever `http` throws. What was yielded before stays valid, but the listing is not whole.
 *
 * @example
 * ```ts
 * const http = answering({ '/jobs': { jobs: ['a', 'b'], next: 'n1' }, '/jobs?after=n1': { jobs: ['c'] } });
 * const next = cursor({ token: 'next', param: 'after' });
 * const item = (value) => parsePayload(Type.String(), value, 'a job');
 * const jobs = await Array.fromAsync(paginate(http, { op: 'list-jobs', path: '/jobs', items: 'jobs', next, item }));
 * assert.deepEqual(jobs, ['a', 'b', 'c']);
 * ```
 */
export function paginate<Item>(
  http: Pick<Http, 'request'>,
  options: PaginateOptions<Item> & Required<Pick<PaginateOptions<Item>, 'item'>>,
): AsyncGenerator<Item, void, void>;
export function paginate(http: Pick<Http, 'request'>, options: PaginateOptions): AsyncGenerator<unknown, void, void>;
export async function* paginate(
  http: Pick<Http, 'request'>,
  options: PaginateOptions,
): AsyncGenerator<unknown, void, void> {
  const { items: path, next, parse, item: typed, id, total, pages, signal, ...rest } = options;
  const { maxPages = 10_000, maxEmptyPages = 50, maxItems = 1_000_000, ...first } = rest;
  const guard = new PagingGuard({ maxPages, maxEmptyPages, maxItems, id });
  let position = 0;
  for (let request: HttpRequest = first; ; ) {
    guard.ask(request);
    const reply = await unlessAborted(signal, http.request(request));
    const body = parse === undefined ? reply.json() : parse(reply);
    const items = itemsAt(body, path, request);
    position += items.length;
    const counts = { total: countAt(body, total, request), pages: countAt(body, pages, request) };
    for (const item of guard.take(request, items, counts)) {
      if (signal?.aborted) throw new CancelledError();
      yield typed === undefined ? item : typed(item);
    }
    const { page: number } = guard;
    const following = next({ request, reply, body, items, number, position, ...known(counts) });
    if (following === undefined) return guard.end(request);
    guard.goOn(request);
    request = following;
  }
}

function known(counts: { readonly total: number | undefined; readonly pages: number | undefined }) {
  return {
    ...(counts.total === undefined ? {} : { total: counts.total }),
    ...(counts.pages === undefined ? {} : { pages: counts.pages }),
  };
}

function itemsAt(body: unknown, path: string, request: HttpRequest): readonly unknown[] {
  if (typeof body !== 'object' || body === null) throw pagingError(request, 'LISTING_UNEXPECTED', 'is no JSON object');
  const items = valueAt(body, path);
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items)) throw pagingError(request, 'LISTING_UNEXPECTED', `has "${path}" that is no array`);
  return items;
}

function countAt(body: unknown, path: string | undefined, request: HttpRequest): number | undefined {
  if (path === undefined) return undefined;
  const value = valueAt(body, path);
  if (value === undefined || value === null) return undefined;
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  throw pagingError(request, 'LISTING_UNEXPECTED', `has a "${path}" that is no count`);
}

/** The result, or a CancelledError as soon as the signal aborts: the request itself ends with its own run. */
async function unlessAborted<T>(signal: AbortSignal | undefined, result: Promise<T>): Promise<T> {
  if (signal === undefined) return result;
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new CancelledError());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([stopped, result]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
