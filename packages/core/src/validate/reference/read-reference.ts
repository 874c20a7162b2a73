import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { ConfigError } from '../../errors/leaves.ts';
import { RecordFault, RecordSplitter } from './record-splitter.ts';

/** A column of a table of reference data: the names it may have, and whether there must be one. */
export interface ReferenceColumn {
  readonly names: readonly string[];
  readonly optional?: boolean;
}

/** One row; cells are trimmed, and '' where the row or the file has none. */
export type TakeRow<Name extends string> = (cells: Readonly<Record<Name, string>>, line: number) => void;

export interface ReferenceTable<Name extends string> {
  readonly path: string;
  /** Of every error about the file. */
  readonly code: string;
  readonly columns: Readonly<Record<Name, ReferenceColumn>>;
}

/**
 * Reads a delimited file of reference data row by row; memory does not grow with it.
 *
 * Errors: one ConfigError that names path and line, for what the file is or for what `take` throws as a {@link RecordFault}.
 */
export async function readReference<Name extends string>(
  { path, code, columns }: ReferenceTable<Name>,
  take: TakeRow<Name>,
): Promise<void> {
  let indexes: readonly (readonly [Name, number])[] | undefined;
  let lastLine = 1;
  const splitter = new RecordSplitter((cells, line) => {
    lastLine = line;
    if (indexes === undefined) {
      indexes = indexesOf(columns, cells, line);
      return;
    }
    const row: Partial<Record<Name, string>> = {};
    for (const [name, index] of indexes) row[name] = index < 0 ? '' : (cells[index] ?? '').trim();
    take(row as Record<Name, string>, line);
  });
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const file = createReadStream(path, { highWaterMark: 1 << 18 });
    const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()).on('close', () => file.destroy()) : file;
    if (bytes !== file) file.on('error', (error) => bytes.destroy(error));
    for await (const chunk of bytes) splitter.push(decoder.decode(chunk, { stream: true }));
    splitter.push(decoder.decode());
    splitter.end();
    if (indexes === undefined) throw new RecordFault(1, 'the file is empty');
  } catch (error) {
    throw faultOf(error, path, code, lastLine);
  }
}

function indexesOf<Name extends string>(
  columns: Readonly<Record<Name, ReferenceColumn>>,
  header: readonly string[],
  line: number,
): readonly (readonly [Name, number])[] {
  const known = header.map(plain);
  return (Object.entries(columns) as [Name, ReferenceColumn][]).map(([name, { names, optional }]) => {
    const wanted = new Set(names.map(plain));
    const index = known.findIndex((candidate) => wanted.has(candidate));
    if (index < 0 && !optional)
      throw new RecordFault(line, `there is no column ${names.join(' or ')}; the header has ${header.join(', ')}`);
    return [name, index] as const;
  });
}

/** Header names are compared without case, blanks, hyphens and underscores. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_\-\ufeff]+/g, '');
}

function faultOf(error: unknown, path: string, code: string, lastLine: number): unknown {
  const known = error instanceof RecordFault ? error : undefined;
  const bad = error instanceof TypeError || (error instanceof Error && 'code' in error);
  if (!known && !bad) return error;
  const line = known?.line ?? lastLine;
  const why =
    known?.message ??
    (error instanceof TypeError
      ? 'the bytes after it are not UTF-8'
      : `it cannot be read (${String(Object(error).code)})`);
  return new ConfigError(`${path}, line ${line}: ${why}. Correct the file and run again.`, {
    code,
    details: { file: path, line },
    cause: error,
  });
}
