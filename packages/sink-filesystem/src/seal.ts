import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
import type { FileSystem } from './file-system.ts';
import { slices } from './files.ts';

const gzipped = promisify(gzip);
const zstandard = promisify(zstdCompress);

export type Packing = 'gz' | 'zstd';

/** How a packed file's name ends. */
export const packedExtensions: Readonly<Record<Packing, string>> = { gz: '.gz', zstd: '.zst' };

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
 * Independent pieces that may be written one after the other: gzip members and zstd frames.
 *
 * Level 6 of gzip and 3 of zstd, their defaults: higher ones cost several times as much for a few percent.
 */
const pieces: Readonly<Record<Packing, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  async gz(bytes) {
    const packed = await gzipped(bytes, { level: 6 });
    // The header names neither a time nor an operating system.
    packed.fill(0, 4, 8);
    packed[9] = 0xff;
    return packed;
  },
  zstd: (bytes) => zstandard(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
};

/**
 * Compresses a staged file beside itself, durably.
 *
 * Every MiB of rows is a piece of its own, so that the bytes depend on the rows and not on how they arrived.
 */
export async function sealCompressed(fs: FileSystem, from: string, to: string, packing: Packing): Promise<Sealed> {
  fs.remove(to);
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = fs.openAppend(to);
  try {
    for (const slice of slices(fs, from)) {
      const packed = await pieces[packing](slice);
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
