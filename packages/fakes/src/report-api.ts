import { createHash } from 'node:crypto';
import { type HttpHandler, HttpResponse, http } from 'msw';
import { type FakeAuth, startAuth } from './fake-auth.ts';
import { documentEdits, type FakeDocuments, writeDocument } from './fake-documents.ts';
import { answerListing, type FakeListing, withoutEntry } from './fake-listing.ts';

/** An API as its documentation describes it, in the words it uses. */
export interface ReportApi {
  readonly auth: FakeAuth;
  /** Absent where the API lists nothing and reports are asked for by their period. */
  readonly listing?: FakeListing;
  readonly documents: FakeDocuments;
}

/** Units: `now` epoch ms; `rows` of the largest document. */
export interface ReportApiOptions {
  readonly now: () => number;
  readonly rows: number;
  /** Months there are reports of, ascending. @default the first three of 2026 */
  readonly periods?: readonly string[];
}

/** An answer in the words of the API, and where it is given. */
export interface FakeAnswer {
  readonly at: 'listing' | 'document';
  respond(): Response;
}

const quarter = ['2026-01', '2026-02', '2026-03'];

/** Units: rows of every document but the first. */
const fewRows = 5;

function say(status: number, headers: Record<string, string> = {}): Response {
  return HttpResponse.json({ error: status }, { status, headers });
}

/** Whether a request is for an address: the path is the same, and everything in the address's query is asked for. */
function isFor(url: URL, address: string): boolean {
  const wanted = new URL(address, url.origin);
  return (
    url.pathname === wanted.pathname &&
    [...wanted.searchParams].every(([name, value]) => url.searchParams.get(name) === value)
  );
}

function packed(text: string, api: FakeDocuments): Response {
  const bytes = api.pack(text);
  const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
  return new HttpResponse(Uint8Array.from(bytes), { headers: { etag, 'content-length': String(bytes.length) } });
}

/**
 * A fake of an API that hands out reports: a credential, a listing in pages, documents.
 *
 * Shape: what it returns beside `handlers` is what the conformance suite asks an adapter for (`placeOf`, `answers`, `edits`, `reissue`).
 */
export function createReportApi(api: ReportApi, { now, rows, periods = quarter }: ReportApiOptions) {
  const { listing, documents } = api;
  const auth = startAuth(api.auth, now);
  const reports = periods.map((period, at) => {
    const id = listing === undefined ? period : `r${at + 1}`;
    return { id, period, version: 1, rows: at === 0 ? rows : fewRows };
  });

  const answer = (url: URL): Response => {
    const report = reports.find((candidate) => isFor(url, documents.address(candidate)));
    if (report !== undefined) return packed(writeDocument(documents, report), documents);
    if (listing !== undefined && url.pathname === listing.path) return answerListing(listing, reports, url);
    return say(404);
  };

  const handler: HttpHandler = http.all('*', async ({ request }) => {
    const url = new URL(request.url);
    if (auth.isToken(url)) return auth.issue(request.headers, await request.clone().text());
    return auth.knows(request.headers) ? answer(url) : say(401);
  });

  const placeOf = ({ url }: { readonly url: URL }): 'token' | 'listing' | 'document' => {
    if (auth.isToken(url)) return 'token';
    return listing !== undefined && url.pathname === listing.path ? 'listing' : 'document';
  };
  const at = listing === undefined ? 'document' : 'listing';
  const answered = (place: 'listing' | 'document', status: number, headers?: Record<string, string>): FakeAnswer => ({
    at: place,
    respond: () => say(status, headers),
  });

  return {
    handlers: [handler],
    placeOf,
    answers: {
      throttled: (retryAfter: string | undefined) =>
        answered('document', 429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      tokenExpired: () => answered(at, 401),
      notReady: () => answered('document', 404),
      gone: () => answered('document', 410),
    },
    edits: {
      ...documentEdits(documents),
      ...(listing === undefined ? {} : { shortListing: (page: string) => withoutEntry(listing, page) }),
    },
    /** Publishes the second report anew, with other rows. */
    reissue(): void {
      const [, second] = reports;
      if (second !== undefined) second.version += 1;
    },
  };
}
