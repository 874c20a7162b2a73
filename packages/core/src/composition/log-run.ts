import type { RunEvent, SyncOutcome } from '../contracts/events.ts';
import type { Logger } from '../contracts/logger.ts';
import type { Decision } from '../contracts/policy.ts';
import { reportId } from '../contracts/report.ts';
import { CallWatch } from '../figures/call-watch.ts';
import type { RunFigures } from '../figures/run-figures.ts';

/** Writes what happens in a run as log lines, one line an event. */
export class RunLog {
  readonly #log: Logger;
  readonly #watch: CallWatch;
  #wallStart = 0;
  #isFlushDue = false;

  constructor(log: Logger) {
    this.#log = log;
    this.#watch = new CallWatch({ retry: (retry) => log.info('retry.scheduled', { ...retry }) });
  }

  /** Progress is for displays; it has no line. */
  take(event: RunEvent): void {
    const log = this.#log;
    if (event.type === 'run.started') log.info('run.started', { pipelines: event.pipelines.join(' ') });
    else if (event.type === 'plan.settled') {
      const { pipeline, feed, listed, todo, skipped } = event;
      log.info('plan.settled', { pipeline, feed, listed, todo, skipped });
    } else if (event.type === 'sync.started') {
      const { pipeline, sync, report, resumedAt } = event;
      log.info('sync.started', { pipeline, sync, report: reportId(report), resumedAt });
    } else if (event.type === 'sync.settled') this.#settled(event.pipeline, event.outcome);
  }

  decision(record: Decision): void {
    const { k, t, scope, from, to, cause, until } = record;
    if (k === 'header' && typeof record.wallStart === 'number') this.#wallStart = record.wallStart;
    this.#watch.take(record);
    if (k === 'wait') this.#flushSoon();
    if (k !== 'gate' || typeof from !== 'string' || typeof t !== 'number') return;
    const untilMs = typeof until === 'number' && until > t ? this.#wallStart + until : null;
    this.#log.info('gate.changed', { scope: String(scope), from, to: String(to), cause: String(cause), untilMs });
  }

  end({ durationMs, figures }: { readonly durationMs: number; readonly figures: RunFigures }): void {
    const { requests, retryRatePercent, backoffLatencyP95Ms, rowsRead, rowsRejected } = figures;
    const facts = { requests, retryRatePercent, backoffLatencyP95Ms, rowsRead, rowsRejected };
    this.#log.info('run.settled', { durationMs, ...facts });
  }

  #settled(pipeline: string, outcome: SyncOutcome): void {
    const { sync, verdict, effect, read, accepted, rejected, skipped, code, message } = outcome;
    const isFine = effect !== 'none' || verdict === 'not-ready' || verdict === 'deferred';
    const facts = { pipeline, sync, report: reportId(outcome.report), verdict, effect };
    this.#log[isFine ? 'info' : 'warn']('sync.settled', { ...facts, read, accepted, rejected, skipped, code, message });
  }

  /** A request that is parked instead of waiting says so in the same turn; after it, a wait is certain. */
  #flushSoon(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    queueMicrotask(() => {
      this.#isFlushDue = false;
      this.#watch.flush();
    });
  }
}
