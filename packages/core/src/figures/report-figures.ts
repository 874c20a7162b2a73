import type { AuditRecord } from '../contracts/audit.ts';
import type { SyncOutcome } from '../contracts/events.ts';
import type { JsonObject } from '../contracts/json.ts';
import { reportId } from '../contracts/report.ts';

/** How one report went. Units: rows; `bytes` on the wire; `units` an integer and `amounts` exact decimals as text. */
export interface ReportFigures {
  readonly pipeline: string;
  readonly sync: string;
  /** The report's id. */
  readonly report: string;
  readonly verdict: SyncOutcome['verdict'];
  readonly effect: SyncOutcome['effect'];
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly units: string;
  readonly amounts: Readonly<Record<string, string>>;
  /** Bodies of answers that this run received for it. */
  readonly bytes: number;
  /** From its first request, in whichever run, to the instant in its manifest; null when this run committed nothing. Units: ms. */
  readonly syncCompletionDeltaMs: number | null;
}

interface Times {
  /** When its reading began: what counts for a report that needs no request. */
  startedMs: number | undefined;
  first: number | undefined;
  bytes: number;
  committedMs: number | undefined;
}

/** Adds up the records about reports. */
export class ReportCount {
  readonly #times = new Map<string, Times>();
  readonly #settled: ReportFigures[] = [];

  /** A request was made, or bytes of its answer came. */
  request(sync: string, wallMs: number): void {
    const times = this.#of(sync);
    times.first ??= wallMs;
  }

  received(sync: string, bytes: number): void {
    this.#of(sync).bytes += bytes;
  }

  take({ kind, t, record }: AuditRecord): void {
    const sync = typeof record.sync === 'string' ? record.sync : '';
    if (kind === 'sync.started') {
      this.#of(sync).startedMs = t;
      if (typeof record.firstRequestMs === 'number') this.#of(sync).first = record.firstRequestMs;
    } else if (kind === 'sync.committed')
      this.#of(sync).committedMs = typeof record.committedAt === 'string' ? Date.parse(record.committedAt) : t;
    else if (kind === 'sync.settled') this.#settle(record);
  }

  /** Order: by report id. */
  figures(): readonly ReportFigures[] {
    return [...this.#settled].sort((left, right) => (left.report < right.report ? -1 : 1));
  }

  #of(sync: string): Times {
    const known = this.#times.get(sync);
    if (known) return known;
    const times: Times = { startedMs: undefined, first: undefined, bytes: 0, committedMs: undefined };
    this.#times.set(sync, times);
    return times;
  }

  #settle(record: JsonObject): void {
    const { pipeline, outcome } = record as JsonObject & { pipeline: string; outcome: JsonObject & SyncOutcome };
    const { sync, verdict, effect, read, accepted, rejected, skipped, units, amounts } = outcome;
    const { startedMs, bytes, committedMs, first = startedMs } = this.#of(sync);
    const isTimed = effect === 'committed' && committedMs !== undefined && first !== undefined;
    this.#settled.push({
      ...{ pipeline, sync, report: reportId(outcome.report), verdict, effect },
      ...{ read, accepted, rejected, skipped, units, amounts: { ...amounts }, bytes },
      syncCompletionDeltaMs: isTimed ? committedMs - first : null,
    });
  }
}
