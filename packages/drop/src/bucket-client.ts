import {
  type AuthScheme,
  ConfigError,
  type Http,
  type HttpReply,
  type HttpRequest,
  PayloadError,
} from '@ledgerline/core';
import { type ListedObject, readListingPage } from './bucket-listing.ts';
import type { BucketPlace } from './bucket-place.ts';
import { bucketOps } from './policy.ts';
import { elementOf } from './signature-scheme.ts';

export interface BucketAccess {
  readonly http: Http;
  readonly auth: AuthScheme;
  readonly place: BucketPlace;
  readonly bucket: string;
}

export function isMoved(status: unknown): boolean {
  return status === 301 || status === 307;
}

/** A request for a key; signed for wherever the bucket is now known to be. */
export function objectRequest(
  { auth, place }: BucketAccess,
  key: string,
  headers: Record<string, string>,
): HttpRequest {
  return { op: bucketOps.get, url: place.url(key), auth, redirect: 'manual', headers, scope: ['bucket'] };
}

/** Takes over where a redirect says that the bucket is; false when it says nothing new. */
function follow({ place }: BucketAccess, { headers, bytes }: HttpReply): boolean {
  const body = new TextDecoder().decode(bytes);
  const host = URL.parse(headers.location ?? '')?.hostname ?? elementOf(body, 'Endpoint') ?? '';
  return place.moveTo(
    headers['x-amz-bucket-region'] ?? /[.-]([a-z]{2,}(?:-[a-z]+)+-\d)\.amazonaws\.com$/.exec(host)?.[1],
  );
}

/** Sends a request; when the bucket turns out to be elsewhere, once more to there. */
export async function sendToBucket(access: BucketAccess, request: () => HttpRequest): Promise<HttpReply> {
  const reply = await access.http.request(request());
  if (!isMoved(reply.status)) return reply;
  const again = follow(access, reply) ? await access.http.request(request()) : reply;
  if (!isMoved(again.status)) return again;
  throw new ConfigError(
    `The bucket ${access.bucket} is not where the configuration says (HTTP ${again.status}); correct \`region\` or \`endpoint\`.`,
    { details: { status: again.status } },
  );
}

async function listPage(access: BucketAccess, prefix: string, token: string | undefined, limit: number | undefined) {
  const reply = await sendToBucket(access, () => ({
    op: bucketOps.list,
    url: access.place.url(),
    auth: access.auth,
    redirect: 'manual',
    inspect: 'xml-error',
    scope: ['bucket'],
    query: {
      'list-type': 2,
      'encoding-type': 'url',
      'max-keys': limit,
      prefix: prefix === '' ? undefined : prefix,
      'continuation-token': token,
    },
  }));
  return readListingPage(reply.text());
}

/** Finds out where the bucket is, by a listing of one key. */
export async function locateBucket(access: BucketAccess): Promise<void> {
  await listPage(access, '', undefined, 1);
}

/**
 * Every object whose key begins with the prefix; pages may be short or empty, only their own word ends the listing.
 *
 * Errors: PayloadError `LISTING_LOOP` when a token comes a second time.
 */
export async function* listObjects(access: BucketAccess, prefix: string): AsyncGenerator<ListedObject, void, void> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await listPage(access, prefix, token, undefined);
    yield* page.objects;
    token = page.next;
    if (token !== undefined && seen.has(token)) {
      throw new PayloadError(
        `The listing of bucket ${access.bucket} goes in a circle: one continuation token came twice. Run again; if it stays so, ask whoever runs the store.`,
        { code: 'LISTING_LOOP' },
      );
    }
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
}
