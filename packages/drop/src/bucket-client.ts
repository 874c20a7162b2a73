import {
  type AuthScheme,
  ConfigError,
  cursor,
  type Http,
  type HttpReply,
  type HttpRequest,
  paginate,
} from '@ledgerline/core';
import type { ListedObject, ListingPage } from './bucket-listing.ts';
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

function listRequest({ auth, place }: BucketAccess, prefix: string, limit?: number): HttpRequest {
  return {
    op: bucketOps.list,
    url: place.url(),
    auth,
    redirect: 'manual',
    inspect: 'xml-error',
    scope: ['bucket'],
    query: {
      'list-type': 2,
      'encoding-type': 'url',
      'max-keys': limit,
      prefix: prefix === '' ? undefined : prefix,
    },
  };
}

/** The XML parser takes longer to load than a command that needs none may take to start. */
const loadReader = () => import('./bucket-listing.ts');

/** Finds out where the bucket is, by a listing of one key. */
export async function locateBucket(access: BucketAccess): Promise<void> {
  const reply = await sendToBucket(access, () => listRequest(access, '', 1));
  const { readListingPage } = await loadReader();
  readListingPage(reply.text());
}

const next = cursor({ token: 'next', param: 'continuation-token' });

/** Units: pages and items. A store may pass over many deleted keys without showing one. Source: our own bounds; a page has 1000 keys at most. */
const bounds = { maxPages: 20_000, maxEmptyPages: 1_000, maxItems: 20_000_000 };

/**
 * Every object whose key begins with the prefix; pages may be short or empty, only their own word ends the listing.
 *
 * Errors: those of `paginate`: a listing that goes in a circle or stands still is never taken for whole.
 */
export async function* listObjects(access: BucketAccess, prefix: string): AsyncGenerator<ListedObject, void, void> {
  const http: Pick<Http, 'request'> = {
    // The place is asked anew: the bucket may turn out to be elsewhere on any page.
    request: (request) => sendToBucket(access, () => ({ ...request, url: access.place.url() })),
  };
  const { readListingPage } = await loadReader();
  const parse = ({ text }: HttpReply): ListingPage => readListingPage(text());
  const listing = paginate(http, {
    ...listRequest(access, prefix),
    ...bounds,
    items: 'objects',
    id: 'name',
    parse,
    next,
  });
  for await (const object of listing) yield object as ListedObject;
}
