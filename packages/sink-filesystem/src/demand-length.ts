import { SinkError } from '@ledgerline/core';
import type { FileSystem } from './file-system.ts';
import type { Part } from './parts.ts';

/** Refuses a part that is not as long on disk as what was written to it: the hash made on the way would vouch for other bytes. */
export function demandLength(fs: FileSystem, { bytes }: Part, path: string): void {
  const found = fs.size(path);
  if (found === bytes) return;
  throw new SinkError(
    `${path} has ${found ?? 'no'} bytes of ${bytes} that were staged. Nothing was published; check the disk and run again.`,
    { code: 'SINK_BYTES_DIFFER', disposition: 'abort', details: { path, staged: bytes, found: found ?? null } },
  );
}
