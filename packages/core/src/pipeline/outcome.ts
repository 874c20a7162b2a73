import type { Acceptance, Objection } from '../contracts/acceptance.ts';
import type { Equivalence } from '../contracts/equivalence.ts';
import type { SyncOutcome, Trouble } from '../contracts/events.ts';
import type { ProvedClaim } from '../contracts/manifest.ts';
import type { Report, Verdict } from '../contracts/report.ts';
import type { Finding } from '../contracts/validator.ts';
import type { Reading } from './reading.ts';
import { syncId } from './sync-id.ts';

/** How a sync ended, as far as its counts do not tell. */
export interface Ending {
  readonly verdict: Verdict;
  readonly effect: SyncOutcome['effect'];
  readonly code?: string;
  readonly message?: string;
  readonly retryAt?: number;
  readonly revision?: string;
  readonly superseded?: SyncOutcome['superseded'];
  readonly findings?: readonly Finding[];
  readonly objections?: readonly Objection[];
  readonly claims?: readonly ProvedClaim[];
  readonly acceptance?: Acceptance;
  readonly equivalence?: Equivalence;
  readonly yieldedTo?: SyncOutcome['yieldedTo'];
  readonly trouble?: Trouble;
}

/** The outcome of a report that was read, wholly or in part. */
export function outcomeOf(report: Report, reading: Reading, ending: Ending): SyncOutcome {
  const failed = (ending.claims ?? []).filter(({ holds }) => !holds);
  return {
    ...bare(report, ending),
    ...reading.counts(),
    amounts: reading.totals.amountsByCurrency(),
    units: reading.totals.units(),
    ...(ending.superseded === undefined ? {} : { superseded: ending.superseded }),
    ...(ending.findings?.length ? { findings: ending.findings } : {}),
    ...(failed.length > 0 ? { failedClaims: failed } : {}),
  };
}

/** The outcome of a report that was not read at all. */
export function unreadOutcome(report: Report, ending: Ending): SyncOutcome {
  return { ...bare(report, ending), read: 0, accepted: 0, rejected: 0, skipped: 0, amounts: {}, units: '0' };
}

function bare(report: Report, ending: Ending) {
  const { verdict, effect, code, message, retryAt, revision, objections, acceptance, equivalence, yieldedTo, trouble } =
    ending;
  const { dsp, account, feed, period, scope, object } = report;
  return {
    sync: syncId(report),
    report: { dsp, account, feed, period, scope },
    object,
    verdict,
    effect,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...(retryAt === undefined ? {} : { retryAt }),
    ...(revision === undefined ? {} : { revision }),
    ...(objections?.length ? { objections } : {}),
    ...(acceptance === undefined ? {} : { acceptance }),
    ...(equivalence === undefined ? {} : { equivalence }),
    ...(yieldedTo === undefined ? {} : { yieldedTo }),
    ...(trouble === undefined ? {} : { trouble }),
    ...(report.provenance === 'file' ? { provenance: report.provenance } : {}),
    ...(report.fallback === undefined ? {} : { fallback: report.fallback }),
  };
}
