import { type ItemField, isLedgerlineError, itemFields, type LakeRow, SinkError } from '@ledgerline/core';
import type { Environment } from '../environment.ts';
import { stagingDirectory } from '../layout.ts';
import { openParquetEngine } from '../parquet/engine.ts';
import { openText } from './read-file.ts';
import { textRows } from './text-rows.ts';

/** Rows handed over at once. */
const batchRows = 4096;

/** A data file to read: where it is, and a name whose ending says how it is written. */
export interface RowsFile {
  readonly path: string;
  readonly name: string;
}

/** Every row of some data files, file by file. Errors: SinkError `SINK_ROWS_UNREADABLE` for a file that is not as it was written. */
export async function* lakeRows(
  { fs, root }: Pick<Environment, 'fs' | 'root'>,
  files: Iterable<RowsFile>,
): AsyncGenerator<readonly LakeRow[], void, void> {
  for (const { path, name } of files) {
    try {
      if (name.endsWith('.parquet')) yield* parquetRows(path, `${root}/${stagingDirectory}/_rows`);
      else yield* inBatches(textRows(openText(fs, path, name).texts, name, itemFields));
    } catch (cause) {
      if (isLedgerlineError(cause)) throw cause;
      throw new SinkError(
        `${path} cannot be read back as rows. Run \`ledgerline lake verify\`, and restore the file from a backup if it is damaged; nothing was changed.`,
        { code: 'SINK_ROWS_UNREADABLE', details: { path }, cause },
      );
    }
  }
}

async function* inBatches(rows: AsyncIterable<LakeRow>): AsyncGenerator<readonly LakeRow[], void, void> {
  let batch: LakeRow[] = [];
  for await (const row of rows) {
    if (batch.push(row) < batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* parquetRows(path: string, temporary: string): AsyncGenerator<readonly LakeRow[], void, void> {
  const engine = await openParquetEngine({ compress: 'none', temporary });
  try {
    for await (const records of engine.rows(path, itemFields))
      yield records.map(([line, ...values]) => ({ line: Number(line), cells: cellsOf(values) }));
  } finally {
    engine.close();
  }
}

function cellsOf(values: readonly (string | null)[]): Partial<Record<ItemField, string>> {
  const cells: Partial<Record<ItemField, string>> = {};
  for (const [at, field] of itemFields.entries()) {
    const value = values[at];
    if (typeof value === 'string') cells[field] = value;
  }
  return cells;
}
