import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../errors/leaves.ts';

/** A file of reference data, as it is now. */
export interface ReferenceFile {
  readonly path: string;
  /** Changes when the file does: its size and the instant of its last change. */
  readonly state: string;
}

const named = /\.(csv|tsv|txt)(\.gz)?$/i;

/** The file, or the tables (`.csv`, `.tsv`, `.txt`, each plain or `.gz`) that lie in the directory. Order: by name. */
export function referenceFiles(path: string, code: string): readonly ReferenceFile[] {
  const stats = statsOf(path, code);
  if (!stats.isDirectory()) return [fileOf(path, stats)];
  const files = readdirSync(path)
    .filter((name) => named.test(name))
    .sort()
    .map((name) => join(path, name));
  if (files.length > 0) return files.map((file) => fileOf(file, statsOf(file, code)));
  throw new ConfigError(`${path} holds no .csv, .tsv or .txt file (nor one with .gz); put the tables there.`, {
    code,
    details: { file: path },
  });
}

function fileOf(path: string, { size, mtimeMs }: Stats): ReferenceFile {
  return { path, state: `${size} bytes of ${mtimeMs}` };
}

function statsOf(path: string, code: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new ConfigError(`${path} cannot be read (${why}); check the path and its permissions.`, {
      code,
      details: { file: path },
      cause,
    });
  }
}
