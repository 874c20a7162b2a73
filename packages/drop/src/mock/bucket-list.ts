import { createHash } from 'node:crypto';
import { escapeXml, xmlAnswer } from './bucket-answers.ts';
import type { FakeTree } from './fake-tree.ts';

/** What a listing is made from. */
export interface ListingRules {
  readonly bucket: string;
  readonly tree: FakeTree;
  /** Never more than so many keys on a page. */
  readonly pageSize: number;
  /** Whether every page but the first comes once without keys, but with a token. */
  readonly emptyPages: boolean;
}

/** A cursor nobody can read: where the next page begins, hidden. */
function tokenOf(after: string, empty: boolean): string {
  const text = JSON.stringify([after, empty]);
  const check = createHash('sha256').update(text).digest('base64url').slice(0, 8);
  return `${check}${Buffer.from(text).toString('base64')}`;
}

function readToken(token: string): readonly [string, boolean] | undefined {
  const text = Buffer.from(token.slice(8), 'base64').toString();
  try {
    const [after, empty] = JSON.parse(text) as [string, boolean];
    return tokenOf(after, empty) === token ? [after, empty] : undefined;
  } catch {
    return undefined;
  }
}

function urlEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+');
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

interface Item {
  readonly sortKey: string;
  readonly xml: string;
}

function itemsOf({ tree }: ListingRules, prefix: string, delimiter: string, encode: (text: string) => string): Item[] {
  const items = new Map<string, Item>();
  for (const key of [...tree.files.keys()].sort(byBytes)) {
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (cut >= 0) {
      const common = key.slice(0, cut + delimiter.length);
      items.set(common, {
        sortKey: common,
        xml: `<CommonPrefixes><Prefix>${escapeXml(encode(common))}</Prefix></CommonPrefixes>`,
      });
      continue;
    }
    const file = tree.files.get(key);
    if (file === undefined) continue;
    const facts = [
      `<Key>${escapeXml(encode(key))}</Key>`,
      `<LastModified>${new Date(file.modifiedMs).toISOString()}</LastModified>`,
      `<ETag>&quot;${file.etag}&quot;</ETag>`,
      `<Size>${file.bytes.length}</Size>`,
      `<StorageClass>${file.storageClass}</StorageClass>`,
    ];
    items.set(key, { sortKey: key, xml: `<Contents>${facts.join('')}</Contents>` });
  }
  return [...items.values()];
}

/** ListObjectsV2. Source: Amazon S3 API reference, "ListObjectsV2". Undefined for parameters that are wrong. */
export function listAnswer(rules: ListingRules, query: URLSearchParams): Response | undefined {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const encoded = query.get('encoding-type') === 'url';
  const encode = encoded ? urlEncoded : (text: string) => text;
  const token = query.get('continuation-token');
  const maxKeys = Math.min(Number(query.get('max-keys') ?? '1000'), 1000);
  const cursor = token === null ? ([query.get('start-after') ?? '', false] as const) : readToken(token);
  if (cursor === undefined || !Number.isInteger(maxKeys) || maxKeys < 0) return undefined;
  const [after, empty] = cursor;
  const left = itemsOf(rules, prefix, delimiter, encode).filter(({ sortKey }) => byBytes(sortKey, after) > 0);
  const page = empty ? [] : left.slice(0, Math.min(maxKeys, rules.pageSize));
  const truncated = left.length > page.length && maxKeys > 0;
  const next = tokenOf(page.at(-1)?.sortKey ?? after, !empty && rules.emptyPages);
  const given = (name: string, value: string | null): string =>
    value === null || value === '' ? '' : `<${name}>${escapeXml(value)}</${name}>`;
  return xmlAnswer(
    [
      '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
      `<Name>${rules.bucket}</Name><Prefix>${escapeXml(encode(prefix))}</Prefix>`,
      given('Delimiter', encode(delimiter)),
      given('StartAfter', query.get('start-after')),
      given('ContinuationToken', token),
      truncated ? `<NextContinuationToken>${next}</NextContinuationToken>` : '',
      `<KeyCount>${page.length}</KeyCount><MaxKeys>${maxKeys}</MaxKeys>`,
      encoded ? '<EncodingType>url</EncodingType>' : '',
      `<IsTruncated>${truncated}</IsTruncated>`,
      ...page.map(({ xml }) => xml),
      '</ListBucketResult>',
    ].join(''),
  );
}
