import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { look, type Seen, sequencesOf, verify } from './inspect.ts';
import { checkpointRows, ledgerline, writeProject } from './project.ts';
import { readTrace, type TraceEntry, variables } from './protocol.ts';

/** One checkpoint: the sooner they commit, the more often they meet. */
const rows = checkpointRows + 500;
const months = ['2026-01', '2026-02', '2026-03'];

/** Two projects with the same drop and one lake between them. */
export interface Pair {
  readonly template: string;
  readonly expected: Seen;
}

export interface SharedRound {
  /** Reports with more than one manifest, or none. */
  readonly strayManifests: number;
  /** Commits that began before another had ended. */
  readonly interleaved: number;
  readonly problems: readonly string[];
  readonly endedAlike: boolean;
  /** How many of the two had to be told that somebody else is at it. */
  readonly refused: number;
  readonly wallMs: number;
}

export async function preparePair(folder: string): Promise<Pair> {
  const template = join(folder, 'pair-template');
  for (const name of ['one', 'two']) writeProject(join(template, name), months, 0, { lake: '../lake', rows });
  const alone = join(folder, 'pair-alone');
  cpSync(template, alone, { recursive: true, preserveTimestamps: true });
  const { code, errors } = await ledgerline(join(alone, 'one'), ['run', '--quiet']);
  if (code !== 0) throw new Error(`the undisturbed run ended with ${code}: ${errors}`);
  return { template, expected: await look(alone) };
}

/** Starts two processes at once on one lake, then one more for what was refused, and compares. */
export async function sharedRound({ template, expected }: Pair, folder: string): Promise<SharedRound> {
  const began = performance.now();
  rmSync(folder, { recursive: true, force: true });
  cpSync(template, folder, { recursive: true, preserveTimestamps: true });
  const trace = join(folder, 'trace');
  const start = (name: string) =>
    ledgerline(join(folder, name), ['run', '--quiet'], { env: { [variables.trace]: trace } });
  const both = await Promise.all([start('one'), start('two')]);
  for (const { signal, errors } of both) if (signal !== null) throw new Error(`ended by ${signal}: ${errors}`);
  const last = await start('one');
  if (last.code !== 0) throw new Error(`the last run ended with ${last.code}: ${last.errors}`);
  const found = await look(folder);
  return {
    strayManifests: strays(folder),
    interleaved: interleavings(readTrace(trace)),
    problems: await verify(folder),
    endedAlike: found.digest === expected.digest,
    refused: both.filter(({ code }) => code !== 0).length,
    wallMs: Math.round(performance.now() - began),
  };
}

/** How far the ledger is from one manifest a report. */
function strays(folder: string): number {
  const reports = sequencesOf(folder);
  const extra = reports.reduce((sum, sequences) => sum + Math.abs(sequences.length - 1), 0);
  return extra + Math.abs(reports.length - months.length);
}

/** Counts commits inside commits: from `commit:before-rename` to `staging:remove` the lake's lock is held. */
function interleavings(trace: readonly TraceEntry[]): number {
  const ordered = trace.toSorted((one, other) => (BigInt(one.atNs) < BigInt(other.atNs) ? -1 : 1));
  let holder: number | undefined;
  let count = 0;
  for (const { pid, step } of ordered) {
    if (step === 'commit:before-rename') {
      if (holder !== undefined && holder !== pid) count += 1;
      holder = pid;
    } else if (step === 'staging:remove' && holder === pid) holder = undefined;
  }
  return count;
}
