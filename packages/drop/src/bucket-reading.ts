import { isLedgerlineError, PayloadError } from '@ledgerline/core';
import { type BucketAccess, objectRequest, sendToBucket } from './bucket-client.ts';
import { changedError, fileError } from './file-error.ts';

/** The first piece is what a look into a head needs; the others are large enough for whole files. */
const firstBytes = 256 * 1024;
const pieceBytes = 4 * 1024 * 1024;

/** An error of a request for an object, in the words of a drop. */
export function objectError(path: string, error: unknown): unknown {
  if (!isLedgerlineError(error)) return error;
  switch (error.details.reason) {
    case 'object-missing':
      return fileError(path, Object.assign(new Error('NoSuchKey'), { code: 'ENOENT', cause: error }));
    case 'object-changed':
      return changedError(path, 'its ETag is another');
    case 'object-archived':
      return new PayloadError(`${path} is archived and cannot be read; have it restored, then run again.`, {
        code: 'FILE_UNREADABLE',
        cause: error,
        details: { path },
      });
    default:
      return error;
  }
}

interface Piece {
  readonly bytes: Uint8Array;
  readonly totalBytes: number;
  readonly etag: string | undefined;
}

/** One piece of an object; of the version named by the ETag when one is given. */
async function readPiece(
  access: BucketAccess,
  path: string,
  key: string,
  from: number,
  version: Piece | undefined,
): Promise<Piece> {
  const to = from + (version === undefined ? firstBytes : pieceBytes) - 1;
  const headers = {
    range: `bytes=${from}-${to}`,
    'accept-encoding': 'identity',
    ...(version?.etag === undefined ? {} : { 'if-match': version.etag }),
  };
  const accept = { accept: [416] };
  const reply = await sendToBucket(access, () => ({ ...objectRequest(access, key, headers), ...accept }));
  const { etag } = reply.headers;
  if (version !== undefined && etag !== version.etag) throw changedError(path, 'its ETag is another');
  // No byte at all can be had from an empty object.
  if (reply.status === 416 && version === undefined) return { bytes: new Uint8Array(0), totalBytes: 0, etag };
  if (reply.status === 200 && from === 0) return { bytes: reply.bytes, totalBytes: reply.bytes.length, etag };
  const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(reply.headers['content-range'] ?? '');
  const [start, last, totalBytes] = [Number(range?.[1]), Number(range?.[2]), Number(range?.[3])];
  if (range === null || start !== from || last - start + 1 !== reply.bytes.length) {
    throw new PayloadError(`${path}: the store answered with another part than was asked for; run again.`, {
      code: 'BODY_SHORT',
      details: { path, status: reply.status },
    });
  }
  if (version !== undefined && totalBytes !== version.totalBytes) throw changedError(path, 'its size is another');
  return { bytes: reply.bytes, totalBytes, etag };
}

/** The bytes of an object piece by piece, all of one version; a reader that stops early costs one small request. */
export async function* readObject(
  access: BucketAccess,
  path: string,
  key: string,
): AsyncGenerator<Uint8Array, void, void> {
  let version: Piece | undefined;
  for (let from = 0; version === undefined || from < version.totalBytes; ) {
    const piece: Piece = await readPiece(access, path, key, from, version);
    version ??= piece;
    for (let at = 0; at < piece.bytes.length; at += firstBytes) yield piece.bytes.subarray(at, at + firstBytes);
    from += piece.bytes.length;
    if (piece.bytes.length === 0) return;
  }
}
