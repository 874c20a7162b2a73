import type { LakeFile, ReportKey } from '@ledgerline/core';
import type { Settings } from './config.ts';
import { Directories } from './directories.ts';
import type { FileSystem } from './file-system.ts';
import { forEachParallel } from './for-each-parallel.ts';
import { publishedName } from './layout.ts';
import type { Part, Parts } from './parts.ts';
import { hashFile, type Sealed, sealCompressed } from './seal.ts';

/** Compressions at once; each keeps a MiB of rows in memory. */
const lanes = 4;

export interface Sealing {
  readonly fs: FileSystem;
  readonly root: string;
  readonly settings: Settings;
  readonly report: ReportKey;
  readonly revision: string;
}

export interface SealedFiles {
  readonly files: readonly LakeFile[];
  readonly deadLetters: readonly LakeFile[];
}

/** Brings flushed parts into the form in which they are published, and says what the manifest must know; sorted by path. */
export async function sealParts(parts: Parts, { fs, root, settings, report, revision }: Sealing): Promise<SealedFiles> {
  const files: LakeFile[] = [];
  const deadLetters: LakeFile[] = [];
  const directories = new Directories(fs, root);

  async function seal(part: Part): Promise<Sealed> {
    const path = parts.pathOf(part);
    if (part.partition && settings.compress === 'gz') {
      directories.touch(`${root}/${part.directory}`);
      return sealCompressed(fs, path, `${path}.gz`);
    }
    const sha256 = parts.digest(part);
    return sha256 === undefined ? hashFile(fs, path) : { bytes: part.bytes, sha256 };
  }

  await forEachParallel(parts.all, lanes, async (part) => {
    const sealed = await seal(part);
    const extension = part.partition && settings.compress === 'gz' ? `${part.extension}.gz` : part.extension;
    const path = `${part.directory}/${publishedName(report, revision, part.index, extension)}`;
    const { partition, rows } = part;
    if (partition) files.push({ path, rows, ...sealed, partition });
    else deadLetters.push({ path, rows, ...sealed });
  });
  await directories.flush();
  return { files: files.sort(byPath), deadLetters: deadLetters.sort(byPath) };
}

export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}
