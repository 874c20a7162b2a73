import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { SinkError } from '@ledgerline/core';
import { parquetFailure } from './failure.ts';
import {
  type Compression,
  copyStatement,
  fieldsStatement,
  rowsStatement,
  type SumsRow,
  sumsRow,
  sumsStatement,
} from './statements.ts';

/** Turns staged CSV into Parquet and reads sums back; close it when done. */
export interface ParquetEngine {
  /** Writes one Parquet file from `bytes` of CSV and answers how many rows are in it, read back from its footer. */
  convert(from: string, to: string, bytes: number): Promise<number>;
  /** Exact sums of one file by territory, period, sale type and currency. */
  sums(path: string): Promise<readonly SumsRow[]>;
  /** Rows of one file as texts, the line first, then the fields; some thousand at once. */
  rows(path: string, fields: readonly string[]): AsyncGenerator<readonly (readonly (string | null)[])[], void, void>;
  close(): void;
}

export interface ParquetOptions {
  readonly compress: Compression;
  /** Where DuckDB may spill; a directory that need not exist. */
  readonly temporary: string;
}

/** What keeps the memory flat whatever the report: DuckDB's buffers, in its own notation. */
const memoryLimit = '64MB';

type DuckDB = typeof import('@duckdb/node-api');

/** Loads DuckDB, which is installed only where Parquet is written or verified. */
export async function loadDuckDB(): Promise<DuckDB> {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    throw new SinkError(
      'Parquet needs the package @duckdb/node-api, which is not installed or has no binary for this machine. Run `npm install @duckdb/node-api`, or set `format: ndjson` or `csv` for this sink. Nothing was written.',
      { code: 'SINK_PARQUET_UNAVAILABLE', disposition: 'abort', cause },
    );
  }
}

/**
 * Opens a DuckDB in memory, one thread a query: with more, the bytes of a file would depend on who was faster.
 *
 * Calls may overlap; each uses a connection of its own.
 */
export async function openParquetEngine({ compress, temporary }: ParquetOptions): Promise<ParquetEngine> {
  const { DuckDBInstance: Instance } = await loadDuckDB();
  const settings = { threads: '1', memory_limit: memoryLimit, temp_directory: temporary };
  const instance: DuckDBInstance = await Instance.create(':memory:', settings);
  const idle: DuckDBConnection[] = [];

  async function withConnection<T>(path: string, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = idle.pop() ?? (await instance.connect());
    try {
      return await use(connection);
    } catch (error) {
      throw parquetFailure(error, path);
    } finally {
      idle.push(connection);
    }
  }

  return {
    convert: (from, to, bytes) =>
      withConnection(to, async (connection) => {
        await connection.run(copyStatement(from, to, compress, bytes));
        const [row] = (await connection.runAndReadAll(rowsStatement(to))).getRows();
        return Number(row?.[0]);
      }),
    sums: (path) =>
      withConnection(path, async (connection) => {
        const rows = (await connection.runAndReadAll(sumsStatement(path))).getRows();
        return rows.map((cells) => sumsRow(cells.map((cell) => (cell === null ? null : String(cell)))));
      }),
    async *rows(path, fields) {
      const connection = idle.pop() ?? (await instance.connect());
      try {
        const result = await connection.stream(fieldsStatement(path, fields));
        for (;;) {
          const chunk = await result.fetchChunk();
          if (chunk === null || chunk.rowCount === 0) return;
          yield chunk.getRows().map((cells) => cells.map((cell) => (cell === null ? null : String(cell))));
        }
      } catch (error) {
        throw parquetFailure(error, path);
      } finally {
        idle.push(connection);
      }
    },
    close() {
      for (const connection of idle) connection.closeSync();
      instance.closeSync();
    },
  };
}
