import { createHash, createHmac } from 'node:crypto';
import { fileAnswer } from '@ledgerline/fakes';
import { xmlError } from './answers.ts';
import type { FakeParts } from './fake-state.ts';
import type { Fault } from './faults.ts';

const bucket = '/fake-provider-exports/';

function signatureOf(object: string, date: string, expires: string): string {
  return createHmac('sha256', 'fake signing key').update(`${object}\n${date}\n${expires}`).digest('hex');
}

/** A URL of the storage origin that works for a while, without credentials. */
export function signUrl({ state, now }: FakeParts, object: string): string {
  const date = String(now());
  const expires = String(state.signatureLifetimeMs / 1000);
  const query = new URLSearchParams({
    'X-Goog-Algorithm': 'GOOG4-HMAC-SHA256',
    'X-Goog-Date': date,
    'X-Goog-Expires': expires,
    'X-Goog-SignedHeaders': 'host',
    'X-Goog-Signature': signatureOf(object, date, expires),
  });
  return `${state.origins.storage}${bucket}${object}?${query}`;
}

function isRight(url: URL, object: string): boolean {
  const { 'X-Goog-Date': date = '', 'X-Goog-Expires': expires = '', ...rest } = Object.fromEntries(url.searchParams);
  return rest['X-Goog-Signature'] === signatureOf(object, date, expires);
}

function isOver(url: URL, nowMs: number): boolean {
  return nowMs > Number(url.searchParams.get('X-Goog-Date')) + Number(url.searchParams.get('X-Goog-Expires')) * 1000;
}

/** Object storage: signed GETs only, ranges under a strong ETag, and never a token. */
export function answerStorage(parts: FakeParts, request: Request, url: URL, faults: readonly Fault[]): Response {
  const { state, data, now } = parts;
  if (request.headers.has('authorization')) {
    state.leakedTokens += 1;
    return xmlError(400, 'InvalidArgument');
  }
  if (!url.pathname.startsWith(bucket)) return xmlError(404, 'NoSuchBucket');
  const object = decodeURIComponent(url.pathname.slice(bucket.length));
  if (!isRight(url, object)) return xmlError(403, 'SignatureDoesNotMatch');
  if (isOver(url, now())) return xmlError(400, 'ExpiredToken');
  const bytes = data.gzip(object);
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  const headers = { 'content-type': 'application/octet-stream', etag, 'accept-ranges': 'bytes' };
  const from = /^bytes=(\d+)-$/.exec(request.headers.get('range') ?? '')?.[1];
  const ifRange = request.headers.get('if-range');
  if (from === undefined || (ifRange !== null && ifRange !== etag)) return fileAnswer(bytes, faults, { headers });
  const start = Number(from);
  if (start >= bytes.length) {
    return fileAnswer(new Uint8Array(0), [], { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } });
  }
  const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
  return fileAnswer(bytes.subarray(start), faults, { status: 206, headers: { ...headers, 'content-range': range } });
}
