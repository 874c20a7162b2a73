import { PayloadError } from '@ledgerline/core';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One key of a listing. Units: `size` bytes, `modifiedMs` epoch milliseconds. */
export interface ListedObject {
  /** Decoded; undefined when it holds bytes that are no text, `name` is then as it came. */
  readonly key: string | undefined;
  readonly name: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** As it came, quotes included. */
  readonly etag: string | undefined;
  readonly storageClass: string | undefined;
}

export interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** Absent on the last page. */
  readonly next?: string;
}

// Values stay text: keys, sizes and tokens that look like numbers are none of the parser's business.
const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
});

type XmlNode = Readonly<Record<string, unknown>>;

function nodeOf(value: unknown): XmlNode | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as XmlNode) : undefined;
}

function textOf(node: XmlNode, name: string): string | undefined {
  const value = node[name];
  return typeof value === 'string' ? value : undefined;
}

/** Keys come percent-encoded with `+` for blanks when asked for so, which is what keeps characters safe that XML has no form for. */
function decodeKey(text: string, encoded: boolean): string | undefined {
  if (!encoded) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function unexpected(what: string): PayloadError {
  return new PayloadError(`The listing of the bucket ${what}; check that the endpoint is an S3-compatible store.`, {
    code: 'LISTING_UNEXPECTED',
  });
}

function readObject(node: XmlNode, encoded: boolean): ListedObject {
  const name = textOf(node, 'Key');
  const size = textOf(node, 'Size') ?? '';
  if (name === undefined || !/^\d{1,15}$/.test(size)) throw unexpected('has an entry without key or size');
  const modifiedMs = Date.parse(textOf(node, 'LastModified') ?? '');
  return {
    key: decodeKey(name, encoded),
    name,
    size: Number(size),
    modifiedMs: Number.isNaN(modifiedMs) ? 0 : modifiedMs,
    etag: textOf(node, 'ETag'),
    storageClass: textOf(node, 'StorageClass'),
  };
}

/**
 * Reads one page of ListObjectsV2.
 *
 * Source: Amazon S3 API reference, "ListObjectsV2". Errors: PayloadError `LISTING_UNEXPECTED`.
 */
export function readListingPage(xml: string): ListingPage {
  if (XMLValidator.validate(xml) !== true) throw unexpected('is no well-formed XML');
  const document: unknown = parser.parse(xml);
  const result = nodeOf(nodeOf(document)?.ListBucketResult);
  if (result === undefined) throw unexpected('is no ListBucketResult');
  const contents = result.Contents ?? [];
  const encoded = textOf(result, 'EncodingType') === 'url';
  const objects = (Array.isArray(contents) ? contents : [contents]).map((entry: unknown) => {
    const node = nodeOf(entry);
    if (node === undefined) throw unexpected('has an empty entry');
    return readObject(node, encoded);
  });
  // Every page counts its keys, without which one that lost some would pass for the whole.
  const counted = Number(textOf(result, 'KeyCount') ?? objects.length);
  if (counted > objects.length) throw unexpected(`counts ${counted} keys on a page and has ${objects.length}`);
  const truncated = textOf(result, 'IsTruncated')?.trim();
  if (truncated !== 'true' && truncated !== 'false') throw unexpected('does not say whether it goes on');
  if (truncated === 'false') return { objects };
  const next = textOf(result, 'NextContinuationToken');
  if (next === undefined || next === '') throw unexpected('goes on but gives no token');
  return { objects, next };
}
