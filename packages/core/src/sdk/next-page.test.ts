import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Http } from '../contracts/http.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import { linkHeader } from './link-header.ts';
import type { NextPage } from './list-page.ts';
import { replyOf, serve } from './listing.fixture.ts';
import { bodyToken, cursor, offsetLimit, pageNumber } from './next-page.ts';
import { paginate } from './paginate.ts';

const base = { op: 'list', path: '/r', items: 'data' };

interface Listing {
  readonly http: Pick<Http, 'request'>;
  readonly next: NextPage;
  readonly extra?: object;
}

/** A DSP that keeps to its word, in each of the ways to page; pages are of different lengths, some empty. */
const honest: Record<string, (pages: readonly (readonly unknown[])[]) => Listing> = {
  'page number': (pages) => {
    const { http } = serve(({ query }) => replyOf({ data: pages[Number(query?.page ?? 1) - 1], pages: pages.length }));
    return { http, next: pageNumber(), extra: { pages: 'pages', maxEmptyPages: 100 } };
  },
  offset: (pages) => {
    const all = pages.flat();
    const { http } = serve(({ query }, ordinal) => {
      const from = Number(query?.offset ?? 0);
      return replyOf({ data: all.slice(from, from + 1 + (ordinal % 3)), total: String(all.length) });
    });
    return { http, next: offsetLimit(), extra: { total: 'total' } };
  },
  cursor: (pages) => {
    const { http } = serve(({ query }) => {
      const at = Number(query?.after ?? 0);
      const more = at + 1 < pages.length;
      return replyOf({ data: pages[at], meta: { next: more ? at + 1 : null, more } });
    });
    return { http, next: cursor({ token: 'meta.next', more: 'meta.more', param: 'after' }) };
  },
  'token in the body': (pages) => {
    const { http } = serve(({ body = '{}' }) => {
      const at: number = JSON.parse(body).at ?? 0;
      return replyOf({ data: pages[at], next: at + 1 < pages.length ? at + 1 : undefined });
    });
    return { http, next: bodyToken({ token: 'next', member: 'at' }) };
  },
  link: (pages) => {
    const { http } = serve(({ url }) => {
      const at = Number(URL.parse(url ?? '')?.searchParams.get('p') ?? 0);
      const link = at + 1 < pages.length ? `<?p=${at + 1}>; rel="prev next"` : '</r>; rel=first';
      return replyOf({ data: pages[at] }, { headers: { link }, url: `https://api.example/r?p=${at}` });
    });
    return { http, next: linkHeader() };
  },
};

test.each(Object.entries(honest))('by %s, all items come once and in order however they are cut', async (_, make) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 }), async (sizes) => {
      let count = 0;
      const pages = sizes.map((size) => Array.from({ length: size }, () => ({ id: ++count })));
      const { http, next, extra } = make(pages);
      expect(await Array.fromAsync(paginate(http, { ...base, ...extra, next }))).toEqual(pages.flat());
    }),
    { numRuns: 60 },
  );
});

const anyCount = fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.integer({ min: 0, max: 6 }));
const anyPage = fc.record({
  data: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
  next: fc.option(fc.constantFrom('a', 'b', 'c', 7), { nil: undefined }),
  total: anyCount,
  pages: anyCount,
});
const ways: readonly NextPage[] = [
  pageNumber(),
  offsetLimit(),
  cursor({ token: 'next', param: 'after' }),
  bodyToken({ token: 'next', member: 'after' }),
  linkHeader(),
];

test('whatever a DSP answers, items are yielded once and in order, counts are met, or the listing is an error; it always ends', async () => {
  const runs = process.env.LEDGERLINE_DEEP ? 20_000 : 500;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyPage, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...ways),
      fc.boolean(),
      async (script, next, guarded) => {
        const { http, seen } = serve((_, ordinal) => {
          const page = script[ordinal % script.length];
          const link = page?.next === undefined ? '' : `</r/${page.next}>; rel="next"`;
          return replyOf(page, { headers: { link }, url: 'https://api.example/r' });
        });
        const limits = { maxPages: 40, maxEmptyPages: 5, maxItems: 1_000 };
        const counts = guarded ? { total: 'total', pages: 'pages' } : {};
        const yielded: unknown[] = [];
        let failure: unknown;
        try {
          for await (const item of paginate(http, { ...base, ...limits, ...counts, next })) yielded.push(item);
        } catch (error) {
          failure = error;
        }
        const served = seen.map((_, ordinal) => script[ordinal % script.length]!);
        const inOrder = [...new Set(served.flatMap(({ data }) => data))];
        expect(seen.length).toBeLessThanOrEqual(limits.maxPages);
        expect(yielded).toEqual(inOrder.slice(0, yielded.length));
        if (failure !== undefined) {
          expect(isLedgerlineError(failure) && failure.code).toMatch(/^(PAGING|LISTING)_/);
          return;
        }
        expect(yielded).toEqual(inOrder);
        for (const { total, pages } of guarded ? served : []) {
          if (total !== undefined) expect(yielded).toHaveLength(total);
          if (pages !== undefined) expect(Math.max(pages, 1)).toBe(seen.length);
        }
      },
    ),
    { numRuns: runs },
  );
});

test.each<[string, NextPage, object, object[]]>([
  ['PAGING_STALLED', pageNumber(), {}, [{ data: [1] }, { data: [1] }]],
  ['PAGING_STALLED', offsetLimit(), {}, [{ data: [1, 2] }, { data: [2] }]],
  [
    'LISTING_MISCOUNTED',
    offsetLimit(),
    { total: 'total' },
    [{ data: [1], total: 3 }, { data: [2], total: 3 }, { data: [] }],
  ],
  ['LISTING_MISCOUNTED', pageNumber(), { total: 'total' }, [{ data: [1, 2, 3], total: 2 }]],
  [
    'LISTING_CHANGED',
    offsetLimit(),
    { total: 'total' },
    [
      { data: [1], total: 3 },
      { data: [2], total: 2 },
    ],
  ],
  [
    'LISTING_CHANGED',
    pageNumber(),
    { pages: 'pages' },
    [
      { data: [1], pages: 3 },
      { data: [2], pages: 2 },
    ],
  ],
  ['LISTING_UNEXPECTED', pageNumber(), { total: 'total' }, [{ data: [1], total: 'many' }]],
  ['LISTING_UNEXPECTED', pageNumber(), { total: 'total' }, [{ data: [1], total: -1 }]],
  ['LISTING_UNEXPECTED', pageNumber(), { id: 'id' }, [{ data: [{ name: 'a' }] }]],
  ['LISTING_UNEXPECTED', cursor({ token: 'next', more: 'more', param: 'p' }), {}, [{ data: [1], more: true }]],
  ['LISTING_UNEXPECTED', cursor({ token: 'next', more: 'more', param: 'p' }), {}, [{ data: [1], more: 'yes' }]],
  ['PAGING_ENDLESS', pageNumber(), { maxItems: 2 }, [{ data: [1, 2] }, { data: [3] }]],
])('%s is told with its page', async (code, next, options, pages) => {
  const { http } = serve((_, ordinal) => replyOf(pages[ordinal]));
  const listing = Array.fromAsync(paginate(http, { ...base, ...options, next }));
  await expect(listing).rejects.toMatchObject({ name: 'PayloadError', code, disposition: 'abort' });
  if (!code.endsWith('UNEXPECTED')) await expect(listing).rejects.toMatchObject({ details: { page: pages.length } });
});

test('a count that is not met, or changes, is told with both numbers and its pages', async () => {
  const changing = serve((_, ordinal) => replyOf({ data: [ordinal], total: ordinal === 0 ? 42 : 41 }));
  await expect(
    Array.fromAsync(paginate(changing.http, { ...base, total: 'total', next: offsetLimit() })),
  ).rejects.toThrow('says on page 2 that it has 41 items, and 42 on page 1');
  const short = serve((_, ordinal) => replyOf({ data: ordinal < 2 ? [ordinal] : [], total: 42 }));
  await expect(
    Array.fromAsync(paginate(short.http, { ...base, total: 'total', next: pageNumber({ first: 0 }) })),
  ).rejects.toThrow('has 2 items by page 3 where it says that it has 42');
  expect(short.seen.map(({ query }) => query)).toEqual([undefined, { page: 1 }, { page: 2 }]);
});

test('an item that moved on to the next page is yielded once, by its id when it has one', async () => {
  const pages = [
    {
      data: [
        { id: 1, seen: 1 },
        { id: 2, seen: 1 },
      ],
    },
    {
      data: [
        { id: 2, seen: 2 },
        { id: 3, seen: 1 },
      ],
    },
    { data: [] },
  ];
  const { http } = serve((_, ordinal) => replyOf(pages[ordinal]));
  const items = await Array.fromAsync(paginate(http, { ...base, id: 'id', next: pageNumber() }));
  expect(items).toEqual([
    { id: 1, seen: 1 },
    { id: 2, seen: 1 },
    { id: 3, seen: 1 },
  ]);
});

test('a token goes into the JSON of the request, and only into a JSON object', async () => {
  const next = bodyToken({ token: 'next', member: 'cursor' });
  const page = { reply: replyOf({}), body: { next: 'x' }, items: [1], number: 1, position: 1 };
  expect(next({ ...page, request: { op: 'q', body: '{"a":[1],"cursor":"w"}' } })?.body).toBe('{"a":[1],"cursor":"x"}');
  expect(next({ ...page, request: { op: 'q' } })?.body).toBe('{"cursor":"x"}');
  for (const body of ['a=1', '[1]', 'null']) {
    expect(() => next({ ...page, request: { op: 'q', body } })).toThrow('no JSON object');
  }
});

test('an aborted listing ends at once, also while a page is awaited, and asks for nothing more', async () => {
  const stop = new AbortController();
  const { http, seen } = serve((_, ordinal) => replyOf({ data: [ordinal * 2, ordinal * 2 + 1] }));
  const yielded: unknown[] = [];
  const walk = (async () => {
    for await (const item of paginate(http, { ...base, next: pageNumber(), signal: stop.signal })) {
      yielded.push(item);
      if (item === 2) stop.abort();
    }
  })();
  await expect(walk).rejects.toMatchObject({ code: 'CANCELLED' });
  expect([yielded, seen.length]).toEqual([[0, 1, 2], 2]);
  const hanging = new AbortController();
  const never = { request: () => new Promise<never>(() => {}) };
  const awaited = Array.fromAsync(paginate(never, { ...base, next: pageNumber(), signal: hanging.signal }));
  hanging.abort();
  await expect(awaited).rejects.toMatchObject({ code: 'CANCELLED' });
});
