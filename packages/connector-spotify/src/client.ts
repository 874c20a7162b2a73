import {
  type Body,
  ConfigError,
  type Http,
  type HttpReply,
  type HttpRequest,
  isLedgerlineError,
  PayloadError,
} from '@ledgerline/core';
import type { BulkConfig } from './config.ts';

/** Resources of the Bulk API that this connector reads. */
export type Resource = 'streams' | 'tracks' | 'aggregatedstreams';

const listOps = ['list-years', 'list-months', 'list-days', 'list-countries'] as const;

/** Where the client sends to, and for whom. */
export interface BulkAccess {
  readonly http: Http;
  readonly bulk: BulkConfig;
}

/** The name people know a leaf by: `streams/2026/03/05/DE`. */
export function objectName(resource: Resource, path: readonly string[]): string {
  return [resource, ...path].join('/');
}

function apiPath({ licensor }: BulkConfig, resource: Resource, path: readonly string[]): string {
  const below = path.length === 0 ? '' : path.map(encodeURIComponent).join('/');
  // Public clients ask for the years with a trailing slash and for everything below without.
  return `/${encodeURIComponent(licensor)}/enhanced/${resource}/${below}`;
}

function sameSegment(left: string | undefined, right: string): boolean {
  return left === right || (left !== undefined && /^\d+$/.test(left) && Number(left) === Number(right));
}

function shapeError(object: string, what: string): PayloadError {
  return new PayloadError(
    `The listing of ${object} ${what}; the DSP changed its format, the connector needs an update.`,
    {
      code: 'LISTING_UNEXPECTED',
      details: { object },
    },
  );
}

/** The last segment of a listed `uri`, which must continue the path that was asked for. */
function childOf(uri: unknown, resource: Resource, path: readonly string[]): string {
  const object = objectName(resource, path);
  if (typeof uri !== 'string') throw shapeError(object, 'has an entry without a uri');
  const segments = uri.split('/').filter((segment) => segment !== '');
  const start = segments.lastIndexOf(resource);
  const below = start < 0 ? [] : segments.slice(start + 1);
  const child = below[path.length];
  const continues = path.every((segment, index) => sameSegment(below[index], segment));
  if (child === undefined || below.length !== path.length + 1 || !continues) {
    throw shapeError(object, 'has an entry whose uri leads elsewhere');
  }
  return decodeURIComponent(child);
}

/**
 * What the API has below a path: years, months, days, or countries; `undefined` when it knows no such path (yet).
 *
 * Errors: PayloadError `LISTING_UNEXPECTED` when the answer is no array of objects with a fitting `uri`.
 */
export async function listBelow(
  { http, bulk }: BulkAccess,
  resource: Resource,
  path: readonly string[],
): Promise<readonly string[] | undefined> {
  const reply = await http.request({
    op: listOps[path.length] ?? 'list-countries',
    path: apiPath(bulk, resource, path),
    scope: ['api', bulk.licensor],
    headers: { accept: 'application/json' },
    accept: [404],
  });
  if (reply.status === 404 && path.length > 0) return undefined;
  if (reply.status === 404) {
    throw new ConfigError(
      `Spotify knows no ${resource} of licensor "${bulk.licensor}"; check the licensor id and that the app was granted access.`,
      { details: { status: 404 } },
    );
  }
  const listed = reply.json();
  if (!Array.isArray(listed)) throw shapeError(objectName(resource, path), 'is no array');
  return listed.map((entry: unknown) =>
    childOf(typeof entry === 'object' && entry !== null && 'uri' in entry ? entry.uri : undefined, resource, path),
  );
}

/** A signed URL that stands in a body as plain text, as some versions of the API answer. */
function urlInBody(reply: HttpReply): string | undefined {
  const { bytes } = reply;
  if (bytes.length === 0 || bytes.length > 16_384 || bytes[0] === 0x1f) return undefined;
  const text = Buffer.from(bytes).toString('latin1').trim();
  return /^https?:\/\/[^\s"<>]+$/.test(text) ? text : undefined;
}

async function probe(http: Http, leaf: HttpRequest): Promise<HttpReply | undefined> {
  try {
    return await http.request({ ...leaf, redirect: 'manual' });
  } catch (error) {
    // Longer than a buffered reply may be: the API answers with the document itself.
    if (isLedgerlineError(error) && error.code === 'REPLY_TOO_LARGE') return undefined;
    throw error;
  }
}

/**
 * Asks the API where a leaf is stored, anew at each call.
 *
 * Shape: a request without the token for a signed URL (from `Location`, the body of a 3xx, or the body of a 200); the leaf itself where
 * the API answers with the document, which may be empty.
 * Errors: PayloadError `LOCATION_MISSING` for a redirect that names no address.
 */
export async function locateLeaf(
  { http, bulk }: BulkAccess,
  resource: Resource,
  path: readonly string[],
): Promise<HttpRequest> {
  const scope = [bulk.licensor];
  const leaf: HttpRequest = { op: 'leaf', path: apiPath(bulk, resource, path), scope: ['api', ...scope] };
  const reply = await probe(http, leaf);
  if (reply === undefined) return leaf;
  const address = (reply.status >= 300 ? reply.headers.location : undefined) ?? urlInBody(reply);
  if (address !== undefined) {
    const url = URL.parse(address, bulk.baseUrl);
    if (url !== null) return { op: 'storage', url: url.href, auth: false, scope: ['storage', ...scope] };
  }
  if (reply.status >= 300) {
    throw new PayloadError(
      `The redirect for ${objectName(resource, path)} (HTTP ${reply.status}) names no address, in Location or in its body.`,
      { code: 'LOCATION_MISSING', details: { object: objectName(resource, path), status: reply.status } },
    );
  }
  return leaf;
}

/** A leaf as a document. */
export function leafBody(access: BulkAccess, resource: Resource, path: readonly string[]): Body {
  return access.http.download(objectName(resource, path), () => locateLeaf(access, resource, path));
}
