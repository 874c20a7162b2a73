/** One version of a document as its headers describe it; two of them never share a staging file. */
export interface Representation {
  /** A strong ETag, quotes included; weak ones and dates prove nothing about bytes. */
  readonly etag: string | undefined;
  /** Units: wire bytes of the whole document; unknown without a usable Content-Length. */
  readonly totalBytes: number | undefined;
  /** Lower-case content encoding; `identity` when the header is absent. */
  readonly encoding: string;
}

/** What is staged so far. Units: `offset` in wire bytes. */
export interface Staged {
  readonly offset: number;
  readonly representation: Representation | undefined;
}

export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What to do with an answer's body, decided before its first byte is kept. */
export type Step =
  | { readonly action: 'fill'; readonly representation: Representation; readonly endOffset: number | undefined }
  | { readonly action: 'append'; readonly representation: Representation; readonly endOffset: number }
  | { readonly action: 'verify' }
  | { readonly action: 'discard'; readonly reason: string };

/** Encodings that `fetch` undoes by itself, so that the bytes we see are not the bytes that travelled. */
const decodedByFetch: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'zstd']);

export function isDecodedOnArrival(encoding: string): boolean {
  return encoding.split(',').some((coding) => decodedByFetch.has(coding.trim()));
}

/** The headers that ask for the rest of what is staged; none when only a fresh start is safe. */
export function rangeHeaders({ offset, representation }: Staged): Readonly<Record<string, string>> {
  if (offset === 0 || representation?.etag === undefined || isDecodedOnArrival(representation.encoding)) return {};
  return { range: `bytes=${offset}-`, 'if-range': representation.etag };
}

/** Decides from pure inputs; see the table in the tests. */
export function judgeAnswer(staged: Staged, answer: AnswerHead): Step {
  if (answer.status === 206) return judgePart(staged, answer.headers);
  if (answer.status === 416) return judgeUnsatisfied(staged, answer.headers);
  const representation = describe(answer.headers);
  return { action: 'fill', representation, endOffset: representation.totalBytes };
}

function describe(headers: Readonly<Record<string, string>>): Representation {
  const encoding = encodingOf(headers);
  const length = headers['content-length'];
  const known = length !== undefined && /^\d{1,15}$/.test(length) && !isDecodedOnArrival(encoding);
  return { etag: strongEtag(headers.etag), totalBytes: known ? Number(length) : undefined, encoding };
}

function judgePart(staged: Staged, headers: Readonly<Record<string, string>>): Step {
  const known = staged.representation;
  if (known?.etag === undefined || rangeHeaders(staged).range === undefined) return discard('a part nobody asked for');
  if (headers['content-type']?.toLowerCase().startsWith('multipart/') === true) return discard('a multi-part range');
  const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(headers['content-range'] ?? '');
  if (range === null) return discard('a part without a readable Content-Range');
  const [start, last, totalBytes] = [Number(range[1]), Number(range[2]), Number(range[3])];
  if (start !== staged.offset) return discard('a part that begins elsewhere');
  if (last < start || last >= totalBytes) return discard('a part outside the document');
  if (known.totalBytes !== undefined && known.totalBytes !== totalBytes) return discard('a document of another length');
  if (headers.etag !== known.etag) return discard('a part of another version');
  if (encodingOf(headers) !== known.encoding) return discard('a part in another content encoding');
  return { action: 'append', representation: { ...known, totalBytes }, endOffset: last + 1 };
}

/** Nothing is missing only if this very version is known to end where the staging does. */
function judgeUnsatisfied(staged: Staged, headers: Readonly<Record<string, string>>): Step {
  const total = /^bytes \*\/(\d{1,15})$/.exec(headers['content-range'] ?? '')?.[1];
  const known = staged.representation;
  const asked = rangeHeaders(staged).range !== undefined;
  const sameVersion = headers.etag === undefined ? known?.totalBytes !== undefined : headers.etag === known?.etag;
  const sameTotal = known?.totalBytes === undefined || known.totalBytes === staged.offset;
  const whole = total !== undefined && Number(total) === staged.offset && sameTotal;
  return asked && sameVersion && whole ? { action: 'verify' } : discard('a range the server cannot satisfy');
}

/** What a clean end of a body means. */
export type End = 'complete' | 'short' | 'corrupt';

/** Judges a body that ended cleanly; `endOffset` is where its headers said it would. */
export function judgeEnd(staged: Staged, endOffset: number | undefined): End {
  if (endOffset !== undefined && staged.offset !== endOffset) return 'corrupt';
  const total = staged.representation?.totalBytes;
  if (total === undefined || staged.offset === total) return 'complete';
  return staged.offset < total ? 'short' : 'corrupt';
}

function discard(reason: string): Step {
  return { action: 'discard', reason };
}

function encodingOf(headers: Readonly<Record<string, string>>): string {
  return headers['content-encoding']?.trim().toLowerCase() || 'identity';
}

function strongEtag(value: string | undefined): string | undefined {
  return value !== undefined && /^"[^"]*"$/.test(value) ? value : undefined;
}
