import type { HttpRequest } from '../contracts/http.ts';
import { Fingerprints } from './fingerprints.ts';
import { pagingError, valueAt } from './list-page.ts';

/** What a listing may at most be. Units: pages, items. */
export interface PagingBounds {
  readonly maxPages: number;
  readonly maxEmptyPages: number;
  readonly maxItems: number;
  /** Dotted path to what tells items apart; their whole content without it. */
  readonly id: string | undefined;
}

/** Counts that a page advertises. */
export interface AdvertisedCounts {
  readonly total: number | undefined;
  readonly pages: number | undefined;
}

/** Watches one listing as its pages come: circles, standing still, and numbers that do not agree. Memory: 8 bytes an item and page. */
export class PagingGuard {
  readonly #bounds: PagingBounds;
  readonly #asked = new Fingerprints();
  readonly #items = new Fingerprints();
  readonly #counts = new Map<'items' | 'pages', { readonly count: number; readonly page: number }>();
  #emptyPages = 0;

  constructor(bounds: PagingBounds) {
    this.#bounds = bounds;
  }

  get page(): number {
    return this.#asked.size;
  }

  /** Called before every page. */
  ask(request: HttpRequest): void {
    const { maxPages } = this.#bounds;
    if (this.page === maxPages) {
      throw pagingError(request, 'PAGING_ENDLESS', `has more than ${maxPages} pages`, { page: this.page });
    }
    const { method, path, url, query, body } = request;
    if (this.#asked.add(JSON.stringify([method, path, url, Object.entries(query ?? {}).sort(), body]))) return;
    throw pagingError(request, 'PAGING_LOOP', `leads from page ${this.page} back to a page that was already read`, {
      page: this.page,
    });
  }

  /** What a page brings that no page before it brought. */
  take(request: HttpRequest, items: readonly unknown[], advertised: AdvertisedCounts): readonly unknown[] {
    const { page } = this;
    this.#agree(request, 'items', advertised.total);
    this.#agree(request, 'pages', advertised.pages);
    const fresh = items.filter((item) => this.#items.add(this.#keyOf(request, item)));
    if (items.length > 0 && fresh.length === 0) {
      const what = `gives on page ${page} only items that were there before, under another address`;
      throw pagingError(request, 'PAGING_STALLED', what, { page, items: items.length });
    }
    if (this.#items.size > this.#bounds.maxItems) {
      const what = `has more than ${this.#bounds.maxItems} items by page ${page}`;
      throw pagingError(request, 'PAGING_ENDLESS', what, { page, items: this.#items.size });
    }
    const total = this.#counts.get('items')?.count;
    if (total !== undefined && this.#items.size > total) this.#miscounted(request, 'items', this.#items.size, total);
    this.#emptyPages = items.length === 0 ? this.#emptyPages + 1 : 0;
    return fresh;
  }

  /** Called when a page promises another one. */
  goOn(request: HttpRequest): void {
    const { maxEmptyPages } = this.#bounds;
    if (this.#emptyPages <= maxEmptyPages) return;
    const what = `gives more than ${maxEmptyPages} empty pages in a row, up to page ${this.page}`;
    throw pagingError(request, 'PAGING_STALLED', what, { page: this.page });
  }

  /** Called after the last page. */
  end(request: HttpRequest): void {
    const total = this.#counts.get('items')?.count;
    if (total !== undefined && total !== this.#items.size) {
      this.#miscounted(request, 'items', this.#items.size, total);
    }
    const pages = this.#counts.get('pages')?.count;
    // No page at all is still one answer.
    if (pages !== undefined && Math.max(pages, 1) !== this.page) this.#miscounted(request, 'pages', this.page, pages);
  }

  #miscounted(request: HttpRequest, of: 'items' | 'pages', found: number, advertised: number): never {
    const what = `has ${found} ${of} by page ${this.page} where it says that it has ${advertised}`;
    throw pagingError(request, 'LISTING_MISCOUNTED', what, { page: this.page, found, advertised });
  }

  /** What was advertised once holds for the whole listing: a number that changes means that pages are of different listings. */
  #agree(request: HttpRequest, of: 'items' | 'pages', count: number | undefined): void {
    if (count === undefined) return;
    const before = this.#counts.get(of);
    if (before === undefined) this.#counts.set(of, { count, page: this.page });
    else if (before.count !== count) {
      const what = `says on page ${this.page} that it has ${count} ${of}, and ${before.count} on page ${before.page}`;
      throw pagingError(request, 'LISTING_CHANGED', what, { page: this.page, before: before.count, now: count });
    }
  }

  #keyOf(request: HttpRequest, item: unknown): string {
    const { id: path } = this.#bounds;
    if (path === undefined) return JSON.stringify(item) ?? 'undefined';
    const id = valueAt(item, path);
    if (typeof id === 'string' || typeof id === 'number') return JSON.stringify(id);
    const what = `has an item on page ${this.page} without "${path}"`;
    throw pagingError(request, 'LISTING_UNEXPECTED', what, { page: this.page });
  }
}
