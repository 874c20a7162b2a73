import type { RowSource } from '@ledgerline/core';
import { cellOf } from './sale-kinds.ts';

/** Gives rows the line they had in the document they once came from, where a column says it. */
export function withLinesOf(source: RowSource, header: string): RowSource {
  return {
    ...source,
    async *open(request) {
      let there = false;
      const rows = source.open({
        ...request,
        bind(names) {
          there = names.includes(header);
          return [...new Set([...request.bind(names), ...(there ? [header] : [])])];
        },
      });
      for (;;) {
        const { value: batch, done } = await rows.next();
        if (done) return batch;
        const { length, records, rejects, skipped, cursor } = batch;
        const lines = there ? Int32Array.from(batch.lines) : batch.lines;
        for (let row = 0; there && row < length; row += 1) {
          const line = Number(cellOf(batch.column(header), row));
          if (Number.isInteger(line) && line > 0 && line < 2 ** 31) lines[row] = line;
        }
        yield {
          ...{ length, header: batch.header, records, lines, rejects, skipped, cursor },
          column: (name) => batch.column(name),
          row: (index) => batch.row(index),
          place: (index) => batch.place(index),
          raw: (index) => batch.raw(index),
        };
      }
    },
  };
}
