import { HttpResponse } from 'msw';
import type { FakeReport } from './fake-report.ts';

/** How a fake API goes on from page to page. */
export type FakePages =
  /** An opaque token in each page, sent back as a query parameter. Shape: `token` is a dotted path. */
  | { readonly kind: 'cursor'; readonly token: string; readonly param: string }
  /** The number of the page. @default first 1 */
  | { readonly kind: 'page'; readonly param: string; readonly first?: number }
  /** How many entries there were so far. */
  | { readonly kind: 'offset'; readonly param: string }
  /** A Link header. */
  | { readonly kind: 'link' }
  /** Everything at once. */
  | { readonly kind: 'single' };

/** A listing, one entry a page, so that three reports are already three pages. */
export interface FakeListing {
  readonly path: string;
  /** Dotted path to the entries of a page; empty where the page is the array. */
  readonly items: string;
  /** Dotted path to how many entries there are in all. */
  readonly total?: string;
  readonly pages: FakePages;
  /** A report in the words of the API. */
  entry(report: FakeReport): object;
}

/** Sets a value at a dotted path, making the objects on the way. */
export function placed(body: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at = body;
  for (const name of names) {
    const below = at[name];
    const next = typeof below === 'object' && below !== null ? { ...below } : {};
    at[name] = next;
    at = next as Record<string, unknown>;
  }
  at[last] = value;
}

function valueAt(body: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), body);
}

/** The first entry that a request asks for; undefined when its paging is not the API's. */
function startOf(pages: FakePages, url: URL): number | undefined {
  const text = 'param' in pages ? url.searchParams.get(pages.param) : url.searchParams.get('at');
  if (text === null) return 0;
  if (pages.kind === 'cursor') return /^after-\d+$/.test(text) ? Number(text.slice('after-'.length)) : undefined;
  const number = /^\d+$/.test(text) ? Number(text) : undefined;
  return pages.kind === 'page' && number !== undefined ? number - (pages.first ?? 1) : number;
}

/** One page of the listing. */
export function answerListing(listing: FakeListing, reports: readonly FakeReport[], url: URL): Response {
  const { pages, items, total, entry } = listing;
  const start = startOf(pages, url);
  if (start === undefined) return HttpResponse.json({ error: 'bad page' }, { status: 400 });
  const end = pages.kind === 'single' ? reports.length : start + 1;
  const entries = reports.slice(start, end).map((report) => entry(report));
  const headers = new Headers({ 'content-type': 'application/json' });
  const goesOn = end < reports.length;
  if (goesOn && pages.kind === 'link') headers.set('link', `<${url.pathname}?at=${end}>; rel="next"`);
  if (items === '') return new HttpResponse(JSON.stringify(entries), { headers });
  const body: Record<string, unknown> = {};
  placed(body, items, entries);
  if (total !== undefined) placed(body, total, reports.length);
  if (pages.kind === 'cursor') placed(body, pages.token, goesOn ? `after-${end}` : null);
  return new HttpResponse(JSON.stringify(body), { headers });
}

/** A page as text without the entry of the second report, its total unchanged. */
export function withoutEntry({ items, entry }: FakeListing, page: string): string {
  const body: Record<string, unknown> = JSON.parse(page);
  const entries: unknown = items === '' ? body : valueAt(body, items);
  if (!Array.isArray(entries)) return page;
  const [mark] = Object.values(entry({ id: 'r2', period: '2026-02', version: 1, rows: 0 }));
  const kept = entries.filter((candidate: unknown) => !JSON.stringify(candidate).includes(JSON.stringify(mark)));
  if (items === '') return JSON.stringify(kept);
  placed(body, items, kept);
  return JSON.stringify(body);
}
