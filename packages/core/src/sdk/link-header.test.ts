import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpRequest } from '../contracts/http.ts';
import { linkHeader } from './link-header.ts';
import { replyOf } from './listing.fixture.ts';

const from = 'https://api.example/v1/reports?page=1';

function follow(link: string, request: Partial<HttpRequest> = {}, url: string | undefined = from) {
  const reply = replyOf([], { headers: { link }, ...(url === '' ? {} : { url }) });
  return linkHeader()({
    request: { op: 'list', path: '/v1/reports', ...request },
    reply,
    body: [],
    items: [],
    number: 1,
    position: 0,
  });
}

test.each([
  ['<https://api.example/v1/reports?page=2>; rel="next"', 'https://api.example/v1/reports?page=2'],
  ['</v1/reports?page=2>;rel=next', 'https://api.example/v1/reports?page=2'],
  ['<?page=2>; rel=NEXT', 'https://api.example/v1/reports?page=2'],
  ['<../x#part>; title="a, <b>; rel=\\"prev\\""; rel="last next"', 'https://api.example/x'],
  ['</1>; rel="first", </a,b;c>; rel="next"; title*=UTF-8\'\'n, </9>; rel="last"', 'https://api.example/a,b;c'],
  [', ,</2>; rel="next" ,', 'https://api.example/2'],
  ['</2>; rel="next", </2>; rel="next"', 'https://api.example/2'],
])('%s is followed', (link, url) => {
  expect(follow(link)).toEqual({ op: 'list', headers: {}, url });
});

test.each(['', '</1>; rel="prev"', '</1>', '</2>; rel="nextish"', '</2>; rel="next"; anchor="#other"'])(
  '"%s" is the end',
  (link) => {
    expect(follow(link)).toBeUndefined();
  },
);

test.each([
  '</2; rel="next"',
  'garbage',
  '</2>; rel="next',
  '</2>; rel="next", </3>; rel="next"',
  '<ftp://x/y>; rel=next',
  '<http://:0:/>; rel=next',
])('%s is an error, never an end', (link) => {
  expect(() => follow(link)).toThrow(expect.objectContaining({ code: 'LISTING_UNEXPECTED' }));
});

test('the credential and the headers of a request stay on its origin; what replaces path, query and body is the address', () => {
  const auth = { name: 'mine', headers: async () => ({ authorization: 'x' }) };
  const request: Partial<HttpRequest> = {
    method: 'POST',
    query: { a: 1 },
    body: '{}',
    scope: ['me'],
    auth,
    headers: { Accept: 'a/b', 'X-Api-Key': 'secret' },
  };
  expect(follow('</2>; rel=next', request)).toEqual({
    op: 'list',
    scope: ['me'],
    auth,
    headers: request.headers,
    url: 'https://api.example/2',
  });
  for (const other of [
    'https://other.example/2',
    'http://api.example/2',
    'https://api.example:444/2',
    '//other.example/2',
  ]) {
    const next = follow(`<${other}>; rel=next`, request);
    expect(next).toMatchObject({ auth: false, headers: { Accept: 'a/b' } });
    expect(next?.headers).not.toHaveProperty('X-Api-Key');
  }
  expect(follow('<https://other.example/2>; rel=next', { auth: true })).toMatchObject({ auth: true });
});

test('an address is taken for foreign when nobody knows where the page came from', () => {
  expect(follow('<https://api.example/2>; rel=next', { headers: { 'x-key': 'k' } }, '')).toMatchObject({
    auth: false,
    headers: {},
  });
  expect(() => follow('</2>; rel=next', {}, '')).toThrow(expect.objectContaining({ code: 'LISTING_UNEXPECTED' }));
});

test('any header is a next page, an end or an error, soon', () => {
  const piece = fc.constantFrom('<', '>', ';', ',', ' ', '"', '\\', 'rel', '=', 'next', '/2', 'a', '\t');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      try {
        const next = follow(pieces.join(''));
        if (next !== undefined) expect(next.url).toMatch(/^https?:/);
      } catch (error) {
        expect(error).toMatchObject({ code: 'LISTING_UNEXPECTED' });
      }
    }),
    { numRuns: 2_000 },
  );
  const began = performance.now();
  expect(() => follow(`<x>${'; '.repeat(8_000)}${' '.repeat(8_000)}"`)).toThrow();
  expect(performance.now() - began).toBeLessThan(1_000);
});
