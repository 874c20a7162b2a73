import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpReply, HttpRequest } from '../contracts/http.ts';
import { PayloadError } from '../errors/leaves.ts';
import { cursor } from './next-page.ts';
import { paginate } from './paginate.ts';

function reply(body: unknown): HttpReply {
  const text = JSON.stringify(body);
  return { status: 200, headers: {}, bytes: Buffer.from(text), text: () => text, json: () => JSON.parse(text) };
}

/** A listing that answers by token; the first page goes by `''`. */
function serve(pages: Readonly<Record<string, unknown>>) {
  const seen: HttpRequest[] = [];
  const http = {
    request: async (request: HttpRequest) => {
      seen.push(request);
      return reply(pages[String(request.query?.pageToken ?? '')]);
    },
  };
  return { http, seen };
}

const listing = { op: 'list', path: '/jobs', items: 'jobs', next: cursor({ token: 'next', param: 'pageToken' }) };

test('the items of all pages come in order, each page with the query of the first and its token', async () => {
  const { http, seen } = serve({ '': { jobs: [1, 2], next: 'a' }, a: { jobs: [3], next: 'b' }, b: { jobs: [4] } });
  expect(await Array.fromAsync(paginate(http, { ...listing, query: { owner: 'o' } }))).toEqual([1, 2, 3, 4]);
  expect(seen.map(({ query }) => query)).toEqual([
    { owner: 'o' },
    { owner: 'o', pageToken: 'a' },
    { owner: 'o', pageToken: 'b' },
  ]);
});

test('an object without the array is an empty list, and one without a token is the end', async () => {
  expect(await Array.fromAsync(paginate(serve({ '': {} }).http, listing))).toEqual([]);
  const { http } = serve({ '': { next: 'a' }, a: { next: 'b' }, b: { jobs: [1], next: '' } });
  expect(await Array.fromAsync(paginate(http, listing))).toEqual([1]);
});

test('a page is asked for only when the items before it were taken', async () => {
  const { http, seen } = serve({ '': { jobs: [1], next: 'a' }, a: { jobs: [2] } });
  for await (const item of paginate(http, listing)) if (item === 1) break;
  expect(seen).toHaveLength(1);
});

test.each([
  ['PAGING_LOOP', { '': { jobs: [1], next: 'a' }, a: { jobs: [2], next: 'b' }, b: { jobs: [3], next: 'a' } }],
  ['PAGING_STALLED', { '': { jobs: [1], next: 'a' }, a: { jobs: [1], next: 'b' }, b: { jobs: [1] } }],
  ['LISTING_UNEXPECTED', { '': { jobs: { id: 1 } } }],
  ['LISTING_UNEXPECTED', { '': '<html>' }],
  ['LISTING_UNEXPECTED', { '': { jobs: [1], next: { id: 2 } } }],
])('%s: a listing that cannot be whole is an error, never an end', async (code, pages) => {
  await expect(Array.fromAsync(paginate(serve(pages).http, listing))).rejects.toMatchObject({ code });
});

test('pages without end are stopped, empty ones sooner', async () => {
  let page = 0;
  const endless = (items: () => unknown[]) => ({
    request: async () => {
      page += 1;
      return reply({ jobs: items(), next: `t${page}` });
    },
  });
  const full = paginate(
    endless(() => [page]),
    { ...listing, maxPages: 5 },
  );
  await expect(Array.fromAsync(full)).rejects.toMatchObject({ code: 'PAGING_ENDLESS' });
  expect(page).toBe(5);
  const empty = paginate(
    endless(() => []),
    { ...listing, maxEmptyPages: 3 },
  );
  await expect(Array.fromAsync(empty)).rejects.toMatchObject({ code: 'PAGING_STALLED' });
  expect(page).toBe(9);
});

test('however items are cut into pages, the listing is the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 20 }), async (sizes) => {
      let count = 0;
      const pages: Record<string, unknown> = {};
      for (const [index, size] of sizes.entries()) {
        const jobs = Array.from({ length: size }, () => ++count);
        const next = index === sizes.length - 1 ? {} : { next: String(index + 1) };
        pages[index === 0 ? '' : String(index)] = { jobs, ...next };
      }
      const listed = await Array.fromAsync(paginate(serve({ '': {}, ...pages }).http, listing));
      expect(listed).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }),
  );
});

test('items have the type of whoever looked at them, and one that does not fit ends the listing', async () => {
  const { http } = serve({ '': { jobs: ['1', '2', 'x'] } });
  const item = (value: unknown): number => {
    if (!/^\d+$/.test(String(value))) throw new PayloadError('a job is no number');
    return Number(value);
  };
  const numbers: number[] = [];
  const reading = (async () => {
    for await (const number of paginate(http, { ...listing, item })) numbers.push(number);
  })();
  await expect(reading).rejects.toThrow('a job is no number');
  expect(numbers).toEqual([1, 2]);
});
