import type { ByteColumn, Report, RowBatch, RowSource, SourceEnd } from '@ledgerline/core';
import type { AmazonConfig } from './config.ts';
import { derived } from './records.ts';
import { createSaleKinds } from './sale-kind.ts';
import { readStatementHeader, type StatementHeader, watchedColumns } from './statement-header.ts';
import { createSpeaker, createStatementWatch } from './statement-watch.ts';

/** The same rows with columns of our own beside those of the file. */
function withColumns(batch: RowBatch, columns: ReadonlyMap<string, ByteColumn>): RowBatch {
  const { length, header, records, lines, rejects, skipped, cursor } = batch;
  return {
    ...{ length, header, records, lines, rejects, skipped, cursor },
    column: (name) => columns.get(name) ?? batch.column(name),
    row: (index) => batch.row(index),
    place: (index) => batch.place(index),
    raw: (index) => batch.raw(index),
  };
}

/**
 * The rows of a statement, held against where it lies, with the columns of `derived`.
 *
 * Rows pass unchanged; what disagrees is a finding, and holds the report where money could go astray.
 */
export function statementRows(source: RowSource, report: Report, config: AmazonConfig): RowSource {
  return {
    ...source,
    async *open(request): AsyncGenerator<RowBatch, SourceEnd, void> {
      const speak = createSpeaker(source.object, request.observer);
      let found: StatementHeader | undefined;
      const rows = source.open({
        ...request,
        bind(header) {
          found = readStatementHeader(header, source.object, config, report.facts ?? {});
          const wanted = request.bind([...header, ...Object.values(derived)]);
          const own: readonly string[] = Object.values(derived);
          return [...new Set([...wanted.filter((name) => !own.includes(name)), ...watchedColumns(found)])];
        },
      });
      let check: ((batch: RowBatch) => RowBatch) | undefined;
      for (;;) {
        const { value, done } = await rows.next();
        if (done) return value;
        if (found !== undefined) check ??= createCheck(found, report, config, speak);
        yield check?.(value) ?? value;
      }
    },
  };
}

function createCheck(
  header: StatementHeader,
  report: Report,
  config: AmazonConfig,
  speak: ReturnType<typeof createSpeaker>,
) {
  const watch = createStatementWatch(header, report, config, speak);
  const saleKinds = createSaleKinds(header, config, speak);
  return (batch: RowBatch): RowBatch => {
    watch(batch);
    return withColumns(
      batch,
      new Map([
        [derived.saleKind, saleKinds(batch)],
        [derived.payable, batch.column(header.amount)],
      ]),
    );
  };
}
