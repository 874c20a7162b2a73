import { join } from 'node:path';
import { type Document, generate } from './generate.ts';
import { badEvery, type Format, ordinary, type Spread } from './layout.ts';

/** Rows of a document that are fit to be accepted. */
export const goodRows = (rows: number): number => rows - Math.floor(rows / badEvery);

export interface Drop {
  readonly path: string;
  readonly files: readonly string[];
  readonly rows: number;
}

/** A folder with generated documents, written once and kept: the same name has the same bytes. */
export async function dropOf(
  root: string,
  {
    rows,
    format = 'tsv',
    spread = ordinary,
    count = 1,
  }: { rows: number; format?: Format; spread?: Spread; count?: number },
): Promise<Drop> {
  const path = join(root, `${format}-${rows}-${spread.territories}x${spread.months}-${count}`);
  const documents = Array.from({ length: count }, (_, at): Document => {
    const file = join(path, `2024-${String(at + 1).padStart(2, '0')}.${format}.gz`);
    return { path: file, rows, format, spread, seed: 7 + 2 * at };
  });
  for (const document of documents) await generate(document);
  return { path, files: documents.map(({ path: file }) => file), rows: rows * count };
}
