import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { HttpResponse, http } from 'msw';

export const origins = { api: 'https://api.sample.test', storage: 'https://files.sample.test' };
export const key = 'sample-key-0123456789';

interface Item {
  readonly id: string;
  readonly month: string;
  version: number;
}

const territories = ['DE', 'US', 'JP'];

function isrc(index: number): string {
  return `ZZSMP26${String(index % 100_000).padStart(5, '0')}`;
}

/** Rows of a report; those of another version differ in one amount. */
export function documentOf({ id, version }: Item, rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const amount = `${index % 7}.${String(index % 1000).padStart(3, '0')}${index === 0 ? version : 0}`;
    return `${isrc(index)},${territories[index % 3]},${1 + (index % 9)},${amount},EUR,${id}-${index}`;
  });
  return ['ISRC,Country,Plays,Amount,Currency,Title', ...lines, ''].join('\n');
}

function json(status: number, value: unknown): Response {
  return HttpResponse.json(value as Record<string, unknown>, { status });
}

/** A DSP with everything that can be got wrong: pages with a total, signed addresses, gzip, versions. */
export function createFakeDsp({ rows }: { readonly rows: number }) {
  const items: Item[] = ['2026-01', '2026-02', '2026-03'].map((month, at) => ({ id: `r${at + 1}`, month, version: 1 }));
  const rowsOf = (item: Item): number => (item.id === 'r1' ? rows : 5);
  let signed = 0;

  const list = (url: URL): Response => {
    const at = Number(url.searchParams.get('cursor') ?? 0);
    const item = items[at];
    if (item === undefined) return json(400, { error: 'bad cursor' });
    const entry = { id: item.id, month: item.month, version: `v${item.version}`, rows: rowsOf(item) };
    return json(200, { total: items.length, reports: [entry], ...(at + 1 < items.length && { next: String(at + 1) }) });
  };

  const address = (id: string): Response => {
    signed += 1;
    return json(200, {
      url: `${origins.storage}/${id}.csv.gz?signature=fake-signature-${String(signed).padStart(8, '0')}`,
    });
  };

  const handler = http.all('*', ({ request }) => {
    const url = new URL(request.url);
    const id = /(r\d)/.exec(url.pathname)?.[1];
    const item = items.find((candidate) => candidate.id === id);
    if (url.origin === origins.storage && item !== undefined) {
      const bytes = gzipSync(documentOf(item, rowsOf(item)));
      const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
      return new HttpResponse(bytes, { headers: { etag, 'content-length': String(bytes.length) } });
    }
    if (url.origin !== origins.api) return undefined;
    if (request.headers.get('authorization') !== `Bearer ${key}`) return json(401, { error: 'unknown key' });
    return item === undefined ? list(url) : address(item.id);
  });

  return {
    handlers: [handler],
    reissue: () => {
      const [, second] = items;
      if (second !== undefined) second.version += 1;
    },
  };
}
