import type { Representation } from './resume-rules.ts';
import { isDecodedOnArrival } from './resume-rules.ts';

/** A digest that the DSP gave for the whole document. */
export interface DigestClaim {
  readonly header: 'Content-MD5' | 'Repr-Digest';
  /** As node:crypto names it. */
  readonly algorithm: 'md5' | 'sha256' | 'sha512';
  readonly base64: string;
}

/**
 * The digests a full answer carries, as far as they can be checked.
 *
 * Source: RFC 1864 (Content-MD5); RFC 9530 section 3 (Repr-Digest, a dictionary of byte sequences).
 */
export function digestClaims(
  headers: Readonly<Record<string, string>>,
  representation: Representation,
): readonly DigestClaim[] {
  if (isDecodedOnArrival(representation.encoding)) return [];
  const claims: DigestClaim[] = [];
  const md5 = headers['content-md5']?.trim();
  if (md5 !== undefined && isBase64(md5, 16)) claims.push({ header: 'Content-MD5', algorithm: 'md5', base64: md5 });
  for (const [, name, base64] of (headers['repr-digest'] ?? '').matchAll(/(sha-256|sha-512)=:([A-Za-z0-9+/=]+):/g)) {
    const algorithm = name === 'sha-256' ? 'sha256' : 'sha512';
    if (base64 !== undefined && isBase64(base64, algorithm === 'sha256' ? 32 : 64))
      claims.push({ header: 'Repr-Digest', algorithm, base64 });
  }
  return claims;
}

/** An unreadable digest is no claim: it cannot be told from one of another algorithm. */
function isBase64(text: string, byteLength: number): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === byteLength && bytes.toString('base64') === text;
}
