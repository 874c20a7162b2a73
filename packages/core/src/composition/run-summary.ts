import type { SyncOutcome } from '../contracts/events.ts';
import type { RunFigures } from '../figures/run-figures.ts';
import type { PipelineResult } from '../pipeline/run.ts';
import type { DspFigures } from '../policy/policy-figures.ts';

/** What a run did. Units: `amounts` exact decimals as text by currency, `units` an integer as text. */
export interface RunSummary {
  readonly run: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly cancelled: boolean;
  readonly pipelines: Readonly<Record<string, PipelineResult>>;
  /** Over the reports this run committed. */
  readonly totals: Pick<SyncOutcome, 'read' | 'accepted' | 'rejected' | 'skipped' | 'units' | 'amounts'>;
  /** What the policy engine did, by DSP. */
  readonly policy: Readonly<Record<string, DspFigures>>;
  /** Retries, waits, rejections, times and freshness, worked out from the run's audit records alone. */
  readonly figures: RunFigures;
}

/** What a run of the audit was about. */
export type RunCommand = 'run' | 'plan' | 'preview' | 'import' | 'replay' | 'discard' | 'accept' | 'drift-accept';
