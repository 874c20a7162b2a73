import { createTotals, isLedgerlineError, type LakeFile, type Totals } from '@ledgerline/core';
import type { Environment } from '../environment.ts';
import { stagingDirectory } from '../layout.ts';
import { openParquetEngine, type ParquetEngine } from '../parquet/engine.ts';
import { hashFile } from '../seal.ts';
import { openText, type ReadFile } from './read-file.ts';
import { addParquetRows, addTextRows } from './row-sums.ts';

/** What a file turned out to hold; `rows` is undefined when it cannot be read as what its name says. */
export interface FoundFile extends ReadFile {
  readonly rows?: number;
}

export interface Reader {
  /** Reads a file to its end, adding its rows to the sums. */
  read(path: string, file: LakeFile, sums: Totals): Promise<FoundFile>;
  close(): void;
}

/** Reads files of every format the lake has; DuckDB is started at the first Parquet file. */
export function openReader({ fs, root }: Environment): Reader {
  let engine: Promise<ParquetEngine> | undefined;
  return {
    async read(path, file, sums) {
      if (file.path.endsWith('.parquet')) {
        const found = hashFile(fs, path);
        // What DuckDB makes of bytes that are not those of the manifest is of no interest.
        if (found.sha256 !== file.sha256) return found;
        engine ??= openParquetEngine({ compress: 'none', temporary: `${root}/${stagingDirectory}/_verify` });
        return { ...found, rows: await addParquetRows(await engine, path, sums) };
      }
      const { texts, read } = openText(fs, path, file.path);
      // A dead letter carries cells of its own; only data is summed.
      const into = file.partition === undefined ? createTotals() : sums;
      let rows: number | undefined;
      try {
        rows = await addTextRows(texts, file.path, into);
      } catch (error) {
        if (isLedgerlineError(error)) throw error;
      }
      return { ...(read() ?? hashFile(fs, path)), ...(rows === undefined ? {} : { rows }) };
    },
    close() {
      void engine?.then(
        (opened) => opened.close(),
        () => undefined,
      );
    },
  };
}
