import type { Trouble } from '../contracts/events.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';

/** Statuses of an endpoint that is not there, or not any more. */
const goneStatuses: ReadonlySet<unknown> = new Set([404, 410]);
/** Beginnings of codes of what the DSP's side gave up on; mistakes of ours and of the configuration are mended, not stood in for. */
const givenUp = /^(UPSTREAM_|AUTH_|PAYLOAD_|BODY_|GZIP_|LISTING_|REPLY_|ADDRESS_)/;

/** What kept the DSP from delivering; undefined for anything that is not its side's doing, or only a matter of time. */
export function troubleOf({ code, disposition, details }: LedgerlineError): Trouble | undefined {
  if (code === 'REPORT_GONE' || (disposition === 'abort' && goneStatuses.has(details.status))) return 'gone';
  if (code === 'RATE_LIMITED') return 'circuit-open';
  return givenUp.test(code) ? 'gave-up' : undefined;
}

/** What a DSP has not delivered, since when. Units: `sinceMs` epoch ms. */
export interface KnownTrouble {
  readonly trouble: Trouble;
  readonly sinceMs: number;
  readonly code: string;
  readonly message: string;
}

/** {@link KnownTrouble}s in the state store, by report id, or by `dsp/account/feed` for a listing. */
export const troubleSpace = 'troubles';

/** A trouble as the state store gave it; undefined for anything else. */
export function asKnownTrouble(value: JsonValue | undefined): KnownTrouble | undefined {
  return typeof value === 'object' && value !== null && 'sinceMs' in value && 'trouble' in value
    ? (value as JsonValue & KnownTrouble)
    : undefined;
}
