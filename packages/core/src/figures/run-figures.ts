import type { AuditRecord } from '../contracts/audit.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { Decision } from '../contracts/policy.ts';
import { CallCount, type CallFigures } from './call-figures.ts';
import { CallWatch } from './call-watch.ts';
import { type FeedFigures, feedFigures } from './feed-figures.ts';
import { ReportCount, type ReportFigures } from './report-figures.ts';

/** Where a gate stood last. Units: `untilMs` epoch ms, null when nothing is closed. */
export interface GateFigures {
  readonly state: string;
  readonly cause: string;
  readonly untilMs: number | null;
}

/** What is left of the retries of one DSP, as of its last retry. */
export interface BudgetFigures {
  readonly used: number;
  readonly cap: number;
  readonly left: number;
}

/** The figures of one run, over all DSPs and by DSP. */
export interface RunFigures extends CallFigures {
  /** Rows read and rejected, over all reports of the run, committed or not. */
  readonly rowsRead: number;
  readonly rowsRejected: number;
  /** `rowsRejected` over `rowsRead`; 0 of none. */
  readonly schemaRejectionRate: number;
  readonly byDsp: Readonly<Record<string, CallFigures>>;
  /** By scope; a gate that was never closed is not among them. */
  readonly gates: Readonly<Record<string, GateFigures>>;
  /** By DSP; one that never needed a retry is not among them. */
  readonly retryBudget: Readonly<Record<string, BudgetFigures>>;
  /** Order: by report id. */
  readonly reports: readonly ReportFigures[];
  /** How fresh feeds are and what they owe, at the end of the run. Order: as in the configuration. */
  readonly feeds: readonly FeedFigures[];
}

/**
 * Adds up the figures of a run from its audit records, as they are written or later from the log: the same records, the same figures.
 *
 * Order: records as they were appended.
 */
export class RunCount {
  readonly #all = new CallCount();
  readonly #byDsp = new Map<string, CallCount>();
  readonly #gates = new Map<string, GateFigures>();
  readonly #budgets = new Map<string, BudgetFigures>();
  readonly #reports = new ReportCount();
  readonly #syncOf = new Map<string, string>();
  readonly #watch: CallWatch;
  #feeds: readonly FeedFigures[] = [];
  #wallStart = 0;

  constructor() {
    this.#watch = new CallWatch({
      sent: ({ dsp, sends }) => {
        for (const count of this.#counts(dsp)) {
          count.sends += 1;
          if (sends === 2) count.resent += 1;
        }
      },
      backoff: ({ dsp }, ms) => {
        for (const count of this.#counts(dsp)) count.backoff.add(ms);
      },
      gate: ({ dsp }, ms) => {
        for (const count of this.#counts(dsp)) count.gate.add(ms);
      },
    });
  }

  take(entry: AuditRecord): void {
    if (entry.kind === 'policy') this.#decision(entry.record);
    else if (entry.kind === 'feeds.judged') this.#feeds = feedFigures(entry.record);
    else this.#reports.take(entry);
  }

  figures(): RunFigures {
    this.#watch.flush();
    const reports = this.#reports.figures();
    const [rowsRead, rowsRejected] = [sum(reports, 'read'), sum(reports, 'rejected')];
    return {
      ...this.#all.figures(),
      ...{ rowsRead, rowsRejected, schemaRejectionRate: rowsRead === 0 ? 0 : rowsRejected / rowsRead },
      byDsp: sorted(new Map([...this.#byDsp].map(([dsp, count]) => [dsp, count.figures()]))),
      gates: sorted(this.#gates),
      retryBudget: sorted(this.#budgets),
      reports,
      feeds: this.#feeds,
    };
  }

  #decision(record: JsonObject): void {
    if (!isDecision(record)) return;
    const { k } = record;
    if (k === 'header' && typeof record.wallStart === 'number') this.#wallStart = record.wallStart;
    else if (k === 'call') this.#call(record);
    else if (k === 'end') this.#end(record);
    else if (k === 'gate') this.#gate(record);
    else if (k === 'budget') this.#budget(record);
    this.#watch.take(record);
    if (k === 'settle') this.#syncOf.delete(String(record.call));
  }

  #call({ dsp, call, sync, wall }: Decision): void {
    for (const count of this.#counts(String(dsp))) count.requests += 1;
    if (typeof sync !== 'string') return;
    this.#syncOf.set(String(call), sync);
    if (typeof wall === 'number') this.#reports.request(sync, wall);
  }

  #end({ call, bytes }: Decision): void {
    const sync = this.#syncOf.get(String(call));
    if (sync !== undefined && typeof bytes === 'number') this.#reports.received(sync, bytes);
  }

  #gate({ scope, to, cause, until, t }: Decision): void {
    if (typeof scope !== 'string' || typeof to !== 'string') return;
    const closed = typeof until === 'number' && typeof t === 'number' && until > t;
    const untilMs = closed ? this.#wallStart + until : null;
    this.#gates.set(scope, { state: to, cause: String(cause), untilMs });
  }

  #budget({ scope, used, cap }: Decision): void {
    if (typeof scope !== 'string' || typeof used !== 'number' || typeof cap !== 'number') return;
    this.#budgets.set(scope.split('/', 1)[0] ?? scope, { used, cap, left: Math.max(0, cap - used) });
  }

  #counts(dsp: string): readonly CallCount[] {
    const known = this.#byDsp.get(dsp);
    if (known) return [this.#all, known];
    const count = new CallCount();
    this.#byDsp.set(dsp, count);
    return [this.#all, count];
  }
}

function isDecision(record: JsonObject): record is Decision {
  return typeof record.k === 'string';
}

function sum(reports: readonly ReportFigures[], key: 'read' | 'rejected'): number {
  return reports.reduce((total, report) => total + report[key], 0);
}

function sorted<Value>(map: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...map].sort(([left], [right]) => (left < right ? -1 : 1)));
}
