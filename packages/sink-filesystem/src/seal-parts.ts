import { type LakeFile, type ReportKey, SinkError } from '@ledgerline/core';
import type { Settings } from './config.ts';
import { demandLength } from './demand-length.ts';
import { Directories } from './directories.ts';
import type { FileSystem } from './file-system.ts';
import { forEachParallel } from './for-each-parallel.ts';
import { publishedName } from './layout.ts';
import { openParquetEngine, type ParquetEngine } from './parquet/engine.ts';
import type { Part, Parts } from './parts.ts';
import { hashFile, packedExtensions, type Sealed, sealCompressed } from './seal.ts';
import type { Step } from './steps.ts';

/** Compressions at once; each keeps a MiB of rows in memory. */
const packingLanes = 4;
/** Conversions at once: each keeps a row group in memory. Two took half the time of one over 180 partitions, on two cores. */
const parquetLanes = 2;

export interface Sealing {
  readonly fs: FileSystem;
  readonly root: string;
  readonly settings: Settings;
  readonly report: ReportKey;
  readonly revision: string;
  readonly step: Step;
}

export interface SealedFiles {
  readonly files: readonly LakeFile[];
  readonly deadLetters: readonly LakeFile[];
}

/** Brings the rows of one part into their published form. */
interface Sealer {
  readonly lanes: number;
  /** How a published file's name ends, from how the staged one does. */
  nameOf(extension: string): string;
  seal(part: Part, path: string): Promise<Sealed>;
  close(): void;
}

/** Brings flushed parts into the form in which they are published, and says what the manifest must know; sorted by path. */
export async function sealParts(parts: Parts, sealing: Sealing): Promise<SealedFiles> {
  const { fs, root, report, revision, step } = sealing;
  const files: LakeFile[] = [];
  const deadLetters: LakeFile[] = [];
  const directories = new Directories(fs, root);
  const plain = plainSealer(parts, fs);
  const sealer = parts.all.some(({ partition }) => partition) ? await sealerFor(sealing, plain) : plain;
  try {
    await forEachParallel(parts.all, sealer.lanes, async (part) => {
      const { partition, rows } = part;
      const { nameOf, seal } = partition ? sealer : plain;
      demandLength(fs, part, parts.pathOf(part));
      const sealed = await seal(part, parts.pathOf(part));
      directories.touch(`${root}/${part.directory}`);
      const path = `${part.directory}/${publishedName(report, revision, part.index, nameOf(part.extension))}`;
      if (partition) files.push({ path, rows, ...sealed, partition });
      else deadLetters.push({ path, rows, ...sealed });
      step('commit:sealed-part');
    });
  } finally {
    sealer.close();
  }
  if (sealer !== plain) await directories.flush();
  return { files: files.sort(byPath), deadLetters: deadLetters.sort(byPath) };
}

async function sealerFor({ fs, root, settings }: Sealing, plain: Sealer): Promise<Sealer> {
  const { compress, format } = settings;
  if (format === 'parquet') {
    const engine = await openParquetEngine({ compress, temporary: `${root}/_duckdb` });
    return {
      lanes: parquetLanes,
      nameOf: () => 'parquet',
      seal: (part, path) => sealParquet(fs, part, path, engine.convert),
      close: engine.close,
    };
  }
  if (compress === 'none') return plain;
  const ending = packedExtensions[compress];
  return {
    lanes: packingLanes,
    nameOf: (extension) => `${extension}${ending}`,
    seal: (_, path) => sealCompressed(fs, path, `${path}${ending}`, compress),
    close: () => undefined,
  };
}

function plainSealer(parts: Parts, fs: FileSystem): Sealer {
  return {
    lanes: packingLanes,
    nameOf: (extension) => extension,
    async seal(part, path) {
      const sha256 = parts.digest(part);
      return sha256 === undefined ? hashFile(fs, path) : { bytes: part.bytes, sha256 };
    },
    close: () => undefined,
  };
}

/** Converts a staged CSV beside itself, durably, and counts its rows back. */
async function sealParquet(
  fs: FileSystem,
  part: Part,
  from: string,
  convert: ParquetEngine['convert'],
): Promise<Sealed> {
  const to = from.replace(/csv$/, 'parquet');
  fs.remove(to);
  const rows = await convert(from, to, part.bytes);
  if (rows !== part.rows) throw miscounted(to, rows, part.rows);
  const handle = fs.openAppend(to);
  try {
    await fs.sync(handle);
  } finally {
    fs.close(handle);
  }
  return hashFile(fs, to);
}

function miscounted(path: string, rows: number, staged: number): SinkError {
  return new SinkError(
    `${path} holds ${rows} rows of ${staged} that were staged. Nothing was published; write this sink as ndjson or csv, and report it.`,
    { code: 'SINK_ROWS_INVALID', disposition: 'abort', details: { path, rows, staged } },
  );
}

export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}
