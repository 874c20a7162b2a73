import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StepName } from '../../packages/sink-filesystem/src/steps.ts';
import { compareRows, look, type Seen, verify } from './inspect.ts';
import { copyProject, drop, ledgerline, writeProject } from './project.ts';
import { momentText, readTrace, type TraceEntry, variables } from './protocol.ts';
import type { Scenario } from './scenarios.ts';

const period = '2026-03';

/** A scenario made ready: its project, and what an undisturbed process does with it. */
export interface Stage {
  readonly scenario: Scenario;
  readonly template: string;
  readonly before: Seen;
  readonly after: Seen;
  /** How often the process comes to each step. */
  readonly occurrences: ReadonlyMap<StepName, number>;
  /** From its first step to its last. */
  readonly workMs: number;
}

/** What came of one kill. Units: rows, but `wallMs`. */
export interface Round {
  readonly scenario: string;
  /** The step at which it died; absent when killed at a random moment. */
  readonly step?: StepName;
  readonly wasKilled: boolean;
  readonly lost: number;
  readonly doubled: number;
  readonly problems: readonly string[];
  /** Whether readers saw the old or the new state and nothing else, right after the kill. */
  readonly sawWhole: boolean;
  readonly endedAlike: boolean;
  /** Rows that were handed to the lake before the kill and had to be read again. */
  readonly redone: number;
  readonly lostCheckpoints: number;
  readonly wallMs: number;
}

/** Makes a project for a scenario and measures what an undisturbed process does. */
export async function prepare(scenario: Scenario, folder: string): Promise<Stage> {
  const template = join(folder, `${scenario.name}-template`);
  writeProject(template, [period], scenario.committed ?? scenario.dropped);
  if (scenario.committed !== undefined) {
    const lead = scenario.name === 'prune' ? [0, 1] : [scenario.committed];
    for (const revision of lead) {
      drop(template, period, revision, 1);
      await must(template, ['run', '--quiet'], { ...scenario.env, ...scenario.envBefore });
    }
    // The same bytes under a newer date are listed again, read, and found to be committed.
    drop(template, period, scenario.dropped, 2);
  }
  if (scenario.diedBefore) {
    const env = { [variables.killAt]: momentText(scenario.diedBefore) };
    const { signal } = await ledgerline(template, scenario.words, { env });
    if (signal !== 'SIGKILL') throw new Error(`${scenario.name}: no process died at ${scenario.diedBefore.step}`);
  }
  const before = await look(template);
  const whole = join(folder, `${scenario.name}-whole`);
  copyProject(template, whole);
  const trace = join(folder, `${scenario.name}.trace`);
  const { code } = await ledgerline(whole, scenario.words, {
    env: { ...scenario.env, [variables.trace]: trace },
  });
  const occurrences = new Map<StepName, number>();
  const steps = readTrace(trace);
  for (const { step } of steps) if (step) occurrences.set(step, (occurrences.get(step) ?? 0) + 1);
  const workMs = Number(BigInt(steps.at(-1)?.atNs ?? 0) - BigInt(steps[0]?.atNs ?? 0)) / 1e6;
  if (code === 130) await must(whole, ['run', '--quiet'], {});
  else if (code !== 0) throw new Error(`${scenario.name} ended with ${code}`);
  return { scenario, template, before, after: await look(whole), occurrences, workMs };
}

async function must(folder: string, words: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const { code, errors } = await ledgerline(folder, words, { env });
  if (code !== 0) throw new Error(`ledgerline ${words.join(' ')} ended with ${code}: ${errors}`);
}

/** When to kill: at a step, or after some time. */
export type Kill = { readonly step: StepName; readonly occurrence: number } | { readonly afterMs: number };

/** Kills a process in a copy of the scenario's project, looks, runs once more, and compares. */
export async function killRound(stage: Stage, kill: Kill, folder: string): Promise<Round> {
  const began = performance.now();
  const { scenario, before, after } = stage;
  rmSync(folder, { recursive: true, force: true });
  copyProject(stage.template, folder);
  const traces = [join(folder, 'killed.trace'), join(folder, 'again.trace')];
  const killed = await ledgerline(folder, scenario.words, killOptions(scenario, kill, traces[0] ?? ''));
  const atKill = await look(folder, { withRows: false });
  const { [variables.stopAt]: _, ...env } = scenario.env;
  await must(folder, scenario.words, { ...env, [variables.trace]: traces[1] ?? '' });
  const found = await look(folder);
  const [first, second] = traces.map(readTrace);
  return {
    scenario: scenario.name,
    ...('step' in kill ? { step: kill.step } : {}),
    wasKilled: killed.signal === 'SIGKILL',
    ...compareRows(after, found),
    problems: await verify(folder),
    sawWhole: [before.digest, after.digest].includes(atKill.digest),
    endedAlike: found.digest === after.digest,
    ...redoneWork(first ?? [], second ?? []),
    wallMs: Math.round(performance.now() - began),
  };
}

function killOptions({ env }: Scenario, kill: Kill, trace: string): Parameters<typeof ledgerline>[2] {
  if ('afterMs' in kill) return { env: { ...env, [variables.trace]: trace }, kill: { trace, afterMs: kill.afterMs } };
  return { env: { ...env, [variables.trace]: trace, [variables.killAt]: momentText(kill) } };
}

/** What the second process had to do again of what the first had done. */
function redoneWork(first: readonly TraceEntry[], second: readonly TraceEntry[]) {
  const resumed = second.find(({ resumedAt }) => resumedAt !== undefined)?.resumedAt;
  const checkpoint = first.findLast(({ checkpointAt }) => checkpointAt !== undefined)?.checkpointAt ?? 0;
  const handedOver = first.findLast(({ rows }) => rows !== undefined)?.rows ?? 0;
  if (resumed === undefined) return { redone: 0, lostCheckpoints: 0 };
  return { redone: Math.max(0, handedOver - resumed), lostCheckpoints: resumed < checkpoint ? 1 : 0 };
}
