import { type Body, CancelledError, type Clock, type Http, isLedgerlineError, type OpenBody } from '@ledgerline/core';
import { createAccessKeys } from './access-keys.ts';
import { type BucketAccess, isMoved, listObjects, locateBucket, objectRequest } from './bucket-client.ts';
import type { ListedObject } from './bucket-listing.ts';
import { createBucketPlace } from './bucket-place.ts';
import { objectError, readObject } from './bucket-reading.ts';
import type { BucketConfig } from './config.ts';
import type { Drop, DropEntry, ExpectedFile } from './drop.ts';
import { byPath, isHidden, isPlainPath, refusedEntry } from './entry.ts';
import { changedError, outsideError } from './file-error.ts';
import { signatureScheme } from './signature-scheme.ts';

/** Source: Amazon S3 API reference, "GetObject": objects of these classes must be restored first. */
const archived: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** Tags are `"etag"-size`; without an ETag (some stores) the time of change stands in its place. */
function tagOf({ etag, size, modifiedMs }: ListedObject): string {
  return `${etag ?? modifiedMs}-${size}`;
}

function etagOf(tag: string | undefined): string | undefined {
  return /^((?:W\/)?"[^"]*")-\d+$/.exec(tag ?? '')?.[1];
}

/** Creates a drop over an S3-compatible bucket. */
export function createBucketDrop(
  config: BucketConfig,
  { http, clock }: { readonly http: Http; readonly clock: Clock },
): Drop {
  const { bucket, prefix: root = '' } = config;
  const place = createBucketPlace(config);
  const auth = signatureScheme({ keys: createAccessKeys(config), place, clock });
  const access: BucketAccess = { http, auth, place, bucket };

  function describe(object: ListedObject): DropEntry | undefined {
    if (object.key === undefined) return refusedEntry(object.name, 'its key is no text; rename the object');
    const path = object.key.slice(root.length);
    if (path === '' || (path.endsWith('/') && object.size === 0) || isHidden(path)) return undefined;
    if (!isPlainPath(path)) return refusedEntry(path, 'its key is no path of names; rename the object');
    if (archived.has(object.storageClass ?? '')) return refusedEntry(path, 'it is archived; have it restored first');
    const { size, modifiedMs } = object;
    return { path, size, modifiedMs, tag: tagOf(object), state: 'ready' };
  }

  async function* list(prefix = ''): AsyncGenerator<DropEntry, void, void> {
    const entries: DropEntry[] = [];
    for await (const object of listObjects(access, root + prefix)) {
      const entry = describe(object);
      if (entry !== undefined) entries.push(entry);
    }
    // The store sorts by UTF-8 bytes, which is another order where a key holds characters beyond the first 65536.
    for (const entry of entries.sort(byPath)) yield Object.freeze(entry);
  }

  async function* open(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    if (!isPlainPath(path)) throw outsideError(path);
    try {
      for await (const chunk of readObject(access, path, root + path)) {
        if (signal?.aborted) throw new CancelledError();
        yield chunk;
      }
    } catch (error) {
      throw objectError(path, error);
    }
  }

  function download(path: string, { size, tag }: ExpectedFile): Body {
    const etag = etagOf(tag);
    return http.download(path, async () => ({
      ...objectRequest(access, root + path, etag === undefined ? {} : { 'if-match': etag }),
      answered({ status, headers }) {
        if (status !== 200) return;
        if (etag !== undefined && headers.etag !== undefined && headers.etag !== etag) {
          throw changedError(path, 'its ETag is another');
        }
        const length = headers['content-length'];
        if (size !== undefined && length !== undefined && /^\d+$/.test(length) && Number(length) !== size) {
          throw changedError(path, `${size} bytes listed, ${length} bytes found`);
        }
      },
    }));
  }

  async function* read(
    path: string,
    expected: ExpectedFile,
    request: OpenBody,
  ): AsyncGenerator<Uint8Array, void, void> {
    let readBytes = 0;
    const count = async function* (bytes: AsyncIterable<Uint8Array>) {
      for await (const chunk of bytes) {
        readBytes += chunk.byteLength;
        yield chunk;
      }
    };
    try {
      yield* count(download(path, expected).open(request));
    } catch (error) {
      const moved = readBytes === 0 && isLedgerlineError(error) && isMoved(error.details.status);
      if (!moved) throw error;
      await locateBucket(access); // names the right region, or says what to correct
      yield* count(download(path, expected).open(request));
    }
    const { size } = expected;
    if (size === undefined) return;
    const holds = readBytes === size;
    request.observer.evidence({ kind: 'file-size', holds, detail: `${readBytes} of ${size} bytes` });
    if (!holds) throw changedError(path, `${size} bytes listed, ${readBytes} bytes read`);
  }

  function body(path: string, expected: ExpectedFile = {}): Body {
    return Object.freeze({
      object: path,
      async *open(request: OpenBody) {
        if (!isPlainPath(path)) throw outsideError(path);
        try {
          yield* read(path, expected, request);
        } catch (error) {
          throw objectError(path, error);
        }
      },
    });
  }

  return Object.freeze({ name: `bucket ${bucket}${root === '' ? '' : `/${root}`}`, list, open, body });
}
