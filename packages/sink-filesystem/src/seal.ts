import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FileSystem } from './file-system.ts';
import { slices } from './files.ts';

const compress = promisify(gzip);

/** A finished file: what the manifest says of it. */
export interface Sealed {
  readonly bytes: number;
  readonly sha256: string;
}

export function hashFile(fs: FileSystem, path: string): Sealed {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const slice of slices(fs, path)) {
    hash.update(slice);
    bytes += slice.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * One gzip member whose header names neither a time nor an operating system.
 *
 * Level 6, zlib's default: higher ones cost several times as much for a few percent.
 */
async function member(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = await compress(bytes, { level: 6 });
  packed.fill(0, 4, 8);
  packed[9] = 0xff;
  return packed;
}

/**
 * Compresses a staged file beside itself, durably.
 *
 * Every MiB of rows is a member of its own, so that the bytes depend on the rows and not on how they arrived.
 */
export async function sealCompressed(fs: FileSystem, from: string, to: string): Promise<Sealed> {
  fs.remove(to);
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = fs.openAppend(to);
  try {
    for (const slice of slices(fs, from)) {
      const packed = await member(slice);
      fs.write(handle, packed);
      hash.update(packed);
      bytes += packed.length;
    }
    await fs.sync(handle);
  } finally {
    fs.close(handle);
  }
  return { bytes, sha256: hash.digest('hex') };
}
