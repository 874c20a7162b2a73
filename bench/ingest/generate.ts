import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { createDraws, createTracks, drawRow, type Format, header, type Spread } from './layout.ts';

export interface Document {
  readonly path: string;
  readonly rows: number;
  readonly format: Format;
  readonly spread: Spread;
  readonly seed: number;
}

const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const encoders: Readonly<Record<Format, (cells: readonly string[]) => string>> = {
  tsv: (cells) => cells.join('\t'),
  csv: (cells) => cells.map(quoted).join(','),
  ndjson: (cells) => JSON.stringify(Object.fromEntries(cells.map((cell, at) => [header[at], cell]))),
};

function* chunks({ rows, format, spread, seed }: Document): Generator<Buffer> {
  const encode = encoders[format];
  const tracks = createTracks(seed, 50_000);
  const draw = createDraws(seed + 1);
  let text = format === 'ndjson' ? '' : `${encode(header)}\n`;
  for (let index = 0; index < rows; index++) {
    text += `${encode(drawRow(draw, tracks, spread, index))}\n`;
    if (text.length > 1_000_000) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

/** Writes the gzip file of a document unless it is there already; the same document has the same bytes. */
export async function generate(document: Document): Promise<void> {
  if (existsSync(document.path)) return;
  mkdirSync(dirname(document.path), { recursive: true });
  const partial = `${document.path}.partial`;
  await pipeline(
    Readable.from(chunks(document)),
    createGzip({ level: 5, chunkSize: 262_144 }),
    createWriteStream(partial),
  );
  renameSync(partial, document.path);
}
