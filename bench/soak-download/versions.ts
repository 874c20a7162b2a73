import { createCipheriv, createHash } from 'node:crypto';

/** One version of the document, as the server has it. */
export interface Version {
  readonly name: 'v1' | 'v2';
  readonly bytes: Buffer;
  readonly sha256Base64: string;
}

/** Two versions of one length, so that no length gives a mixture away. */
export function createVersions(bytes: number): readonly [Version, Version] {
  return [createVersion('v1', bytes), createVersion('v2', bytes)];
}

/** Pseudo-random bytes, the same for the same name: a key stream of AES in counter mode. */
function createVersion(name: Version['name'], length: number): Version {
  const key = createHash('sha256').update(name).digest().subarray(0, 16);
  const bytes = createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
  return { name, bytes, sha256Base64: createHash('sha256').update(bytes).digest('base64') };
}
