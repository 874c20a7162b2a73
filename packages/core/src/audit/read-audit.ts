import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { AuditRecord } from '../contracts/audit.ts';
import { PayloadError } from '../errors/leaves.ts';

export interface ReadAuditOptions {
  /** Lines it says no to are not parsed and left out. */
  readonly wanted?: (line: string) => boolean;
}

/**
 * Reads the records of an audit log, without following its chain; a last line that a crash has torn is left out.
 *
 * Order: as they were appended. Memory: one record. Errors: PayloadError `AUDIT_UNREADABLE` with the line.
 */
export async function* readAudit(file: string, { wanted }: ReadAuditOptions = {}): AsyncGenerator<AuditRecord> {
  const input = createReadStream(file, 'utf8');
  let line = 0;
  let torn: unknown;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (torn !== undefined) throw torn;
      line += 1;
      if (text === '' || wanted?.(text) === false) continue;
      try {
        yield recordOf(text);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        torn = error;
      }
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PayloadError(
      `${file}:${line} is no record of an audit log (${why}); \`ledgerline audit verify\` says what happened to it.`,
      { code: 'AUDIT_UNREADABLE', disposition: 'abort', cause: error, details: { file, line } },
    );
  }
}

function recordOf(text: string): AuditRecord {
  const { seq, kind, t, record }: AuditRecord = JSON.parse(text);
  if (typeof seq !== 'number' || typeof kind !== 'string' || typeof t !== 'number' || typeof record !== 'object')
    throw new SyntaxError('seq, kind, t or record is missing');
  return { seq, kind, t, record };
}
