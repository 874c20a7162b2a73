import type { Trouble } from '../contracts/events.ts';
import type { Verdict } from '../contracts/report.ts';
import { isLedgerlineError, type LedgerlineError } from '../errors/ledgerline-error.ts';
import { troubleOf } from './trouble.ts';

/** What an error says about one report. */
export interface Settlement {
  readonly verdict: Exclude<Verdict, 'complete' | 'empty'>;
  readonly code: string;
  readonly message: string;
  readonly retryAt?: number;
  readonly trouble?: Trouble;
  /** Staging is worth keeping: the same bytes can be continued later. */
  readonly keepStaging: boolean;
}

/** Codes of payload errors that mean "not all of it arrived", as against "it is something else". */
const cutShort = new Set([
  'GZIP_TRUNCATED',
  'GZIP_CORRUPT',
  'ZIP_TRUNCATED',
  'ZIP_CORRUPT',
  'BODY_CORRUPT',
  'BODY_SHORT',
  'NDJSON_TRUNCATED',
  'RESUME_MISMATCH',
]);

/** Turns the error that ended a sync into its verdict; pure. Bugs (anything that is not a LedgerlineError) become `failed` with code `INTERNAL`. */
export function settle(error: unknown): Settlement {
  if (!isLedgerlineError(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return { verdict: 'failed', code: 'INTERNAL', message: `Unexpected failure: ${message}`, keepStaging: false };
  }
  const trouble = troubleOf(error);
  const retryAt = typeof error.details.retryAt === 'number' ? error.details.retryAt : undefined;
  return {
    verdict: verdictOf(error),
    code: error.code,
    message: error.message,
    ...(retryAt === undefined ? {} : { retryAt }),
    ...(trouble === undefined ? {} : { trouble }),
    keepStaging: error.disposition === 'defer' || error.disposition === 'retry' || error.code === 'CANCELLED',
  };
}

/** Whether time alone will mend it: the report does not exist yet, or its file is still being written. */
export function isStillComing({ code, disposition }: LedgerlineError): boolean {
  return disposition === 'defer' && (code === 'REPORT_NOT_READY' || code === 'FILE_CHANGED');
}

function verdictOf(error: LedgerlineError): Settlement['verdict'] {
  if (isStillComing(error)) return 'not-ready';
  if (error.code === 'REPORT_GONE') return 'gone';
  if (error.disposition === 'defer' || error.code === 'CANCELLED') return 'deferred';
  if (cutShort.has(error.code)) return 'incomplete';
  return 'failed';
}
