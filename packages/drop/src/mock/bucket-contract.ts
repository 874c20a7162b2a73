import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BucketConfig } from '../config.ts';
import { errorAnswer } from './bucket-answers.ts';
import type { FakeBucket } from './fake-bucket.ts';

/** A document of a bucket, and how its content is packed. */
export interface PackedDocument {
  readonly path: string;
  readonly content: string;
  pack(content: string): Uint8Array;
}

/** A change of documents where they lie: of their content, packed again as before, or of the bytes that are handed out. */
export type DocumentRewrite =
  | { readonly of: 'content'; change(text: string): string }
  | { readonly of: 'file'; change(bytes: Uint8Array): Uint8Array };

/** A request as far as its place depends on it. */
export interface AskedFor {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BucketContractOptions {
  readonly bucket: FakeBucket;
  /** The fake's clock, epoch milliseconds. */
  readonly now: () => number;
  /** What there is; they are put into the bucket's tree, each on a page of the listing of its own. */
  readonly documents: readonly PackedDocument[];
}

/** A file of shared credentials, as one that is renewed from outside: keys in a configuration would never change. */
function writeCredentials({ state }: FakeBucket): { readonly file: string; remove(): void } {
  const { accessKeyId, secretAccessKey, sessionToken } = state.key;
  const folder = mkdtempSync(join(tmpdir(), 'fake-bucket-'));
  const file = join(folder, 'credentials');
  const lines = ['[default]', `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
  if (sessionToken !== undefined) lines.push(`aws_session_token = ${sessionToken}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What every adapter over a bucket has in common, for the conformance suite; the connector adds its documents and their edits. */
export function createBucketContract({ bucket, now, documents }: BucketContractOptions) {
  const credentials = writeCredentials(bucket);
  Object.assign(bucket.state, { pageSize: 1, emptyPages: true });
  const putAll = (): void => {
    for (const { path, content, pack } of documents) bucket.tree.put(path, pack(content));
  };
  putAll();
  const { accessKeyId: _id, secretAccessKey: _secret, sessionToken: _token, ...place } = bucket.config();
  const drop: BucketConfig = { ...place, credentialsFile: credentials.file };
  return {
    drop,
    handlers: bucket.handlers,
    /** The look into the head of a file, which planning takes, is a range from the first byte; resumed downloads begin later. */
    placeOf({ url, headers }: AskedFor): 'listing' | 'other' | 'document' {
      if (url.searchParams.has('list-type')) return 'listing';
      return headers.range?.startsWith('bytes=0-') ? 'other' : 'document';
    },
    answers: {
      throttled: (retryAfter: string | undefined) => ({
        at: 'listing' as const,
        respond: () =>
          errorAnswer(503, 'SlowDown', retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
      }),
      tokenExpired: () => ({ at: 'listing' as const, respond: () => errorAnswer(400, 'ExpiredToken') }),
      // Every request has a signature of its own, and it lapses by the clock of the store.
      addressExpired: () => ({
        at: 'document' as const,
        respond: () => errorAnswer(403, 'RequestTimeTooSkewed', { headers: { date: new Date(now()).toUTCString() } }),
      }),
    },
    /** The page without its key; what it counts stays. */
    shortListing: (xml: string): string => xml.replace(/<Contents>.*?<\/Contents>/s, ''),
    rewrite(rewrite: DocumentRewrite): Disposable {
      for (const { path, content, pack } of documents) {
        const isText = rewrite.of === 'content';
        bucket.tree.put(path, isText ? pack(rewrite.change(content)) : rewrite.change(pack(content)));
      }
      return { [Symbol.dispose]: putAll };
    },
    close: credentials.remove,
  };
}

/** Why adapters over a bucket have no answer of some kinds, in words that are printed. */
export const bucketCannot = Object.freeze({
  notReady: 'A bucket lists an object once it is whole; it has no answer for one that is still to come.',
  gone: 'A bucket no longer lists what it no longer keeps; NoSuchKey of a listed object is a change during the run.',
});
