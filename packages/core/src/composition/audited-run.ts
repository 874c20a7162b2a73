import { readAudit } from '../audit/read-audit.ts';
import type { AuditRecord } from '../contracts/audit.ts';
import type { SyncOutcome } from '../contracts/events.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { Decision } from '../contracts/policy.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import { CallWatch, type RetryScheduled } from '../figures/call-watch.ts';
import { RunCount, type RunFigures } from '../figures/run-figures.ts';
import { byReport, type PipelineResult } from '../pipeline/run.ts';
import { PolicyFigures } from '../policy/policy-figures.ts';
import type { PluginVersion } from './config-digest.ts';
import { recordedError } from './recorded-error.ts';
import type { RunCommand, RunSummary } from './run-summary.ts';
import { runTotals } from './run-totals.ts';

/** A retry on the run's time line. Units: `t` epoch ms. */
export interface AuditedRetry extends RetryScheduled {
  readonly t: number;
}

/** A gate that changed its state. Units: `t` and `untilMs` epoch ms. */
export interface AuditedGateChange {
  readonly t: number;
  readonly scope: string;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
  readonly untilMs: number;
}

/** Something a person did, with their word for it. Units: `t` epoch ms. */
export interface AuditedAct {
  readonly t: number;
  readonly act: string;
  readonly who: string;
  readonly why: string;
  /** Of the report it is about; absent when it is about several or none. */
  readonly report?: string;
}

/** All that the audit log of one run says about it as a whole. */
export interface AuditedRun {
  readonly run: string;
  readonly command: RunCommand;
  /** ISO instant. */
  readonly startedAt: string;
  /** SHA-256 (hex) of what the configuration meant. */
  readonly config: string;
  readonly core: string;
  readonly plugins: readonly PluginVersion[];
  /** The run before it on this machine, and where its log stood. */
  readonly previous?: { readonly run: string; readonly records: number; readonly head: string };
  /** As the run printed it; absent when it ended before it could. */
  readonly summary?: RunSummary;
  /** Up to where the log goes, summary or not. */
  readonly figures: RunFigures;
  /** Rejected rows by code, over all reports. */
  readonly rejections: Readonly<Record<string, number>>;
  readonly retries: readonly AuditedRetry[];
  readonly gates: readonly AuditedGateChange[];
  readonly acts: readonly AuditedAct[];
}

/** Reads the audit log of a run and works out everything that it says. Errors: as {@link readAudit}. */
export async function readAuditedRun(file: string): Promise<AuditedRun> {
  const reader = new RunReader();
  for await (const entry of readAudit(file)) reader.take(entry);
  return reader.result();
}

type Start = Pick<AuditedRun, 'run' | 'command' | 'startedAt' | 'config' | 'core' | 'plugins' | 'previous'> & {
  readonly pipelines: readonly string[];
};

interface End {
  readonly durationMs: number;
  readonly cancelled: boolean;
}

interface PipelineRecords {
  outcomes: SyncOutcome[];
  readonly skipped: PipelineResult['skipped'][number][];
  error?: LedgerlineError;
}

/** Takes the records of one run, in order, and puts the run together again. */
class RunReader {
  readonly #count = new RunCount();
  readonly #policy = new PolicyFigures();
  readonly #pipelines = new Map<string, PipelineRecords>();
  readonly #rejections = new Map<string, number>();
  readonly #retries: AuditedRetry[] = [];
  readonly #gates: AuditedGateChange[] = [];
  readonly #acts: AuditedAct[] = [];
  readonly #watch = new CallWatch({ retry: (retry) => this.#retries.push({ ...retry, t: this.#now }) });
  #now = 0;
  #wallStart = 0;
  #start: Start | undefined;
  #summary: RunSummary | undefined;

  take(entry: AuditRecord): void {
    this.#count.take(entry);
    const { kind, record, t } = entry;
    if (kind === 'policy') this.#decision(record as Decision);
    else if (kind === 'run.started') this.#begin(record as JsonObject & Start);
    else if (kind === 'run.settled') this.#summary = this.#sumUp(record as JsonObject & End);
    else if (kind === 'rows.rejected')
      this.#rejected(record as JsonObject & { rows: { code: string; count: number }[] });
    else if (kind === 'operator.acted') this.#acts.push({ ...(record as JsonObject & AuditedAct), t });
    else if (kind === 'drift.accepted')
      this.#acts.push({ ...(record as JsonObject & AuditedAct), act: 'drift-accept', t });
    else if (typeof record.pipeline === 'string') this.#settle(kind, record.pipeline, record);
  }

  result(): AuditedRun {
    this.#watch.flush();
    const { run, command, startedAt, config, core, plugins, previous } = this.#start ?? unknownStart;
    const summary = this.#summary;
    return {
      ...{ run, command, startedAt, config, core, plugins },
      ...(previous ? { previous } : {}),
      ...(summary ? { summary } : {}),
      figures: this.#count.figures(),
      rejections: Object.fromEntries([...this.#rejections].sort(([left], [right]) => (left < right ? -1 : 1))),
      ...{ retries: this.#retries, gates: this.#gates, acts: this.#acts },
    };
  }

  #begin(start: Start): void {
    this.#start = start;
    for (const name of start.pipelines) this.#pipelines.set(name, { outcomes: [], skipped: [] });
  }

  #decision(record: Decision): void {
    if (record.k === 'header' && typeof record.wallStart === 'number') this.#wallStart = record.wallStart;
    this.#now = this.#wallStart + (typeof record.t === 'number' ? record.t : 0);
    this.#policy.take(record);
    this.#watch.take(record);
    const { scope, from, to, cause, until } = record;
    if (record.k !== 'gate' || typeof from !== 'string') return;
    const untilMs = this.#wallStart + (typeof until === 'number' ? until : 0);
    this.#gates.push({
      ...{ t: this.#now, scope: String(scope), from, to: String(to), cause: String(cause), untilMs },
    });
  }

  #rejected({ rows }: { readonly rows: readonly { readonly code: string; readonly count: number }[] }): void {
    for (const { code, count } of rows) this.#rejections.set(code, (this.#rejections.get(code) ?? 0) + count);
  }

  #settle(kind: string, name: string, record: JsonObject): void {
    const pipeline = this.#pipelines.get(name);
    if (!pipeline) return;
    const { outcome, error, object, reason } = record as JsonObject & {
      outcome?: JsonObject & SyncOutcome;
      error?: JsonObject;
    };
    if (kind === 'sync.covered') pipeline.outcomes = pipeline.outcomes.filter(({ sync }) => sync !== record.sync);
    else if (kind === 'sync.settled' && outcome) pipeline.outcomes.push(outcome);
    else if (kind === 'document.skipped') pipeline.skipped.push({ object: String(object), reason: String(reason) });
    else if (kind === 'pipeline.settled' && error) pipeline.error = recordedError(error);
  }

  /** At the record that a run ends with: what its engine still says afterwards was not in what it printed. */
  #sumUp({ durationMs, cancelled }: End): RunSummary | undefined {
    if (!this.#start) return undefined;
    const { run, startedAt } = this.#start;
    const results = [...this.#pipelines].map(([name, { outcomes, ...rest }]) => [
      name,
      { outcomes: byReport(outcomes), ...rest },
    ]);
    const all = [...this.#pipelines.values()].flatMap(({ outcomes }) => byReport(outcomes));
    return {
      ...{ run, startedAt, durationMs, cancelled },
      pipelines: Object.fromEntries(results),
      policy: this.#policy.byDsp(),
      figures: this.#count.figures(),
      totals: runTotals(all),
    };
  }
}

const unknownStart: Start = {
  ...{ run: '', command: 'run', startedAt: '', config: '', core: '', plugins: [], pipelines: [] },
};
