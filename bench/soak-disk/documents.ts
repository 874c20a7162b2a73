import { type ItemField, itemFields } from '@ledgerline/core';
import { type Document, document } from '../../packages/sink-filesystem/test/world.ts';

const columns = ['dsp', 'account', 'feed', ...itemFields, 'sourceReport', 'sourceLine', 'sourceProvenance'];

/** What CSV files of the lake begin with. */
export const csvHeader = `${columns.join(',')}\n`;

const wide = Array.from({ length: 12 }, (_, at) => `T${at}`);

/** Revisions of one report: the first two share territories, the third has fewer. */
export const revisions: readonly Document[] = [
  document('first', 60, wide),
  document('second', 80, [...wide, 'DE', 'JP']),
  document('third', 30, ['DE', 'FR']),
];

/** A document as the CSV encoding would hand it over. */
export function asCsv(doc: Document): Document {
  return { ...doc, chunks: doc.chunks.map((chunk) => ({ ...chunk, text: csvText(chunk.text) })) };
}

function csvText(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const item = JSON.parse(line) as Partial<Record<ItemField, string>> & { readonly line: number };
      const cells = new Map(Object.entries({ ...item, sourceLine: item.line }));
      return `${columns.map((name) => cells.get(name) ?? '').join(',')}\n`;
    })
    .join('');
}
