import { createHash } from 'node:crypto';
import { gunzip, type ReadObserver } from '@ledgerline/core';
import type { Drop } from '@ledgerline/drop';

const silent: ReadObserver = { evidence() {}, claim() {}, finding() {} };

/** SHA-256 of a file's decoded bytes: the same report as `.txt` and as `.gz` is one report. */
export async function salesDigest(drop: Drop, path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const inflate = gunzip({ when: 'magic' });
  for await (const chunk of inflate(drop.open(path, signal), { object: path, observer: silent, signal })) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}
