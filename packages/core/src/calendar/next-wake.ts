import { textHash } from '../bytes/text-hash.ts';

/** Why a pipeline is run. */
export type WakeReason = 'first' | 'resume' | 'schedule' | 'due' | 'retry' | 'regular';

/** Units: epoch ms. */
export interface Wake {
  readonly atMs: number;
  readonly reason: WakeReason;
}

/** Units: epoch ms, and ms for durations. */
export interface WakeInput {
  readonly pipeline: string;
  readonly nowMs: number;
  /** When its last run began and ended; a run that began and never ended was killed. */
  readonly lastStartMs?: number;
  readonly lastEndMs?: number;
  /** The next instant of its schedule after another one; absent where reports are looked for when they are due. */
  readonly scheduledAfter?: (afterMs: number) => number | undefined;
  /** Without a schedule: at the latest so long after the last run. */
  readonly everyMs: number;
  /** Runs are put off by up to this. */
  readonly jitterMs: number;
  /** When reports become due that are not there. */
  readonly dueMs: readonly number[];
  /** When parked reports and listings may be asked for again. */
  readonly retryMs: readonly number[];
}

/** Two runs of a pipeline are so far apart at least, whatever asks for them. */
export const leastGapMs = 30_000;

/**
 * When a pipeline is to run next, and why; pure, and the same after a restart.
 *
 * A schedule that came round while nobody watched is made up for once. What a DSP asked for is never jittered to be earlier.
 */
export function nextWake(input: WakeInput): Wake {
  const { nowMs, lastStartMs, lastEndMs, scheduledAfter, everyMs, dueMs, retryMs } = input;
  if (lastStartMs === undefined) return { atMs: nowMs, reason: 'first' };
  if (lastEndMs === undefined || lastEndMs < lastStartMs) return { atMs: nowMs, reason: 'resume' };
  const wakes: Wake[] = [];
  const scheduled = scheduledAfter?.(lastStartMs);
  if (scheduled !== undefined) wakes.push({ atMs: late(input, scheduled), reason: 'schedule' });
  if (!scheduledAfter) {
    wakes.push({ atMs: late(input, lastStartMs + everyMs), reason: 'regular' });
    const due = Math.min(...dueMs.filter((ms) => late(input, ms) > lastStartMs));
    if (Number.isFinite(due)) wakes.push({ atMs: late(input, due), reason: 'due' });
  }
  const retry = Math.min(...retryMs.filter((ms) => ms > lastStartMs));
  if (Number.isFinite(retry)) wakes.push({ atMs: retry, reason: 'retry' });
  wakes.sort((left, right) => left.atMs - right.atMs);
  const [first = { atMs: nowMs + everyMs, reason: 'regular' as const }] = wakes;
  return { ...first, atMs: Math.max(first.atMs, lastEndMs + leastGapMs) };
}

/** An instant with its jitter: spread over pipelines and instants, but always the same for one of each. */
function late({ pipeline, jitterMs }: WakeInput, ms: number): number {
  return ms + Math.floor((textHash(`${pipeline} ${ms}`) / 2 ** 32) * jitterMs);
}
