import { isLedgerlineError, SinkError } from '@ledgerline/core';
import { sinkFailure } from '../sink-failure.ts';
import { unfitMark } from './statements.ts';

const unfit = new RegExp(`${unfitMark} (\\d+) (\\w+)`);

/** Turns an error of DuckDB into ours; its own text may quote rows and stays out of the message. */
export function parquetFailure(error: unknown, path: string): unknown {
  if (isLedgerlineError(error)) return error;
  const message = error instanceof Error ? error.message : '';
  const [, line, field] = unfit.exec(message) ?? [];
  if (line !== undefined && field !== undefined)
    return new SinkError(
      `Line ${line}: ${field} has more digits than a Parquet column of this lake holds (20 before the point and 18 after it, units 38). Nothing was rounded and nothing published; use \`format: ndjson\` or \`csv\` for this pipeline's sink, which take any number of digits.`,
      { code: 'SINK_VALUE_UNFIT', disposition: 'abort', details: { path, line: Number(line), field } },
    );
  const code = /no space left/i.test(message) ? 'ENOSPC' : /permission denied/i.test(message) ? 'EACCES' : undefined;
  return sinkFailure(
    code === undefined ? error : Object.assign(new Error(code), { code }),
    'convert or read Parquet',
    path,
  );
}
