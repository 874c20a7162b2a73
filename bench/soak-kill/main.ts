// Kills the command with SIGKILL at every named step and at random moments, runs it again, and compares what the lake holds.
// Options: --rounds N (kills), --shared-rounds N (two processes on one lake), --scenario NAME (only that one), --seed N, --json.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { StepName } from '../../packages/sink-filesystem/src/steps.ts';
import { createDraws } from './draws.ts';
import { checkpointRows } from './project.ts';
import { type Kill, killRound, prepare, type Round, type Stage } from './rounds.ts';
import { scenarios } from './scenarios.ts';
import { preparePair, type SharedRound, sharedRound } from './two-processes.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '300' },
    'shared-rounds': { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    scenario: { type: 'string' },
  },
});
const [rounds, sharedRounds, seed] = [Number(values.rounds), Number(values['shared-rounds']), Number(values.seed)];
if (![rounds, sharedRounds, seed].every((value) => Number.isInteger(value) && value >= 0))
  throw new Error('--rounds, --shared-rounds and --seed are whole numbers');

const began = performance.now();
// A killed process leaves its writes to the kernel: what a flush does is `soak:disk`'s business, and memory is faster.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ledgerline-soak-kill-'));
const say = (text: string) => void (values.json ? undefined : console.error(text));
const draw = createDraws(seed);

/** Every step of every scenario in turn, at a random occurrence; each third kill comes at a random moment instead. */
function kills(stages: readonly Stage[]): { readonly stage: Stage; readonly kill: Kill }[] {
  const named = stages.flatMap((stage) => stage.scenario.steps.map((step) => ({ stage, step })));
  let next = 0;
  return Array.from({ length: rounds }, (_, at) => {
    const { stage, step } = named[next % named.length] ?? named[0]!;
    if (at % 3 === 2) return { stage, kill: { afterMs: Math.round(draw() * stage.workMs * 1.1) } };
    next += 1;
    const count = stage.occurrences.get(step) ?? 0;
    if (count === 0) throw new Error(`${stage.scenario.name} never comes to ${step}`);
    return { stage, kill: { step, occurrence: 1 + Math.floor(draw() * count) } };
  });
}

async function killAll(): Promise<readonly Round[]> {
  const stages: Stage[] = [];
  const chosen = scenarios.filter(({ name }) => values.scenario === undefined || name === values.scenario);
  if (chosen.length === 0) throw new Error(`there is no scenario ${values.scenario}`);
  for (const scenario of chosen) stages.push(await prepare(scenario, folder));
  const done: Round[] = [];
  for (const { stage, kill } of kills(stages)) {
    const round = await killRound(stage, kill, join(folder, 'round'));
    done.push(round);
    if (!holdsRound(round)) say(JSON.stringify({ ...round, kill }));
    if (done.length % 25 === 0) say(`${done.length} of ${rounds} rounds, ${round.wallMs} ms the last`);
  }
  return done;
}

const isMissed = ({ step, wasKilled }: Round) => step !== undefined && !wasKilled;
const holdsRound = (round: Round) =>
  round.lost + round.doubled + round.problems.length + round.lostCheckpoints === 0 &&
  round.sawWhole &&
  round.endedAlike &&
  !isMissed(round);

const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);
const zero = (id: string, value: number, unit: string) => ({ id, value, unit, limit: '= 0', holds: value === 0 });

function killChecks(done: readonly Round[]) {
  const redone = Math.max(0, ...done.map((round) => round.redone));
  return [
    zero(
      'lost-rows',
      sum(done, (round) => round.lost),
      'rows',
    ),
    zero(
      'doubled-rows',
      sum(done, (round) => round.doubled),
      'rows',
    ),
    zero(
      'orphans',
      sum(done, ({ problems }) => problems.length),
      'problems',
    ),
    zero('half-states-seen', done.filter(({ sawWhole }) => !sawWhole).length, 'rounds'),
    zero('other-bytes', done.filter(({ endedAlike }) => !endedAlike).length, 'rounds'),
    zero(
      'lost-checkpoints',
      sum(done, (round) => round.lostCheckpoints),
      'checkpoints',
    ),
    zero('missed-steps', done.filter(isMissed).length, 'rounds'),
    {
      id: 'redone-work',
      value: redone,
      unit: 'rows',
      limit: `<= ${checkpointRows}, one checkpoint`,
      holds: redone <= checkpointRows,
    },
  ];
}

function sharedChecks(done: readonly SharedRound[]) {
  return [
    zero(
      'two-processes/stray-manifests',
      sum(done, ({ strayManifests }) => strayManifests),
      'manifests',
    ),
    zero(
      'two-processes/interleaved-commits',
      sum(done, ({ interleaved }) => interleaved),
      'commits',
    ),
    zero(
      'two-processes/orphans',
      sum(done, ({ problems }) => problems.length),
      'problems',
    ),
    zero('two-processes/other-bytes', done.filter(({ endedAlike }) => !endedAlike).length, 'rounds'),
  ];
}

/** Kills and the longest way back, by step. */
function perStep(done: readonly Round[]) {
  const names = [...new Set(done.map(({ step }) => step ?? 'random moment'))];
  return names.map((name: StepName | 'random moment') => {
    const mine = done.filter(({ step }) => (step ?? 'random moment') === name);
    return {
      step: name,
      rounds: mine.length,
      killed: mine.filter(({ wasKilled }) => wasKilled).length,
      failed: mine.filter((round) => !holdsRound(round)).length,
      mostRedoneRows: Math.max(...mine.map(({ redone }) => redone)),
      meanMs: Math.round(sum(mine, ({ wallMs }) => wallMs) / mine.length),
    };
  });
}

try {
  const killed = rounds > 0 ? await killAll() : [];
  const shared: SharedRound[] = [];
  if (sharedRounds > 0) {
    const pair = await preparePair(folder);
    for (let at = 0; at < sharedRounds; at += 1) shared.push(await sharedRound(pair, join(folder, 'shared')));
  }
  const checks = [...(rounds > 0 ? killChecks(killed) : []), ...(sharedRounds > 0 ? sharedChecks(shared) : [])];
  const holds = checks.length > 0 && checks.every((check) => check.holds);
  const steps = perStep(killed);
  const wallSeconds = Math.round((performance.now() - began) / 100) / 10;
  const refused = sum(shared, (round) => round.refused);
  if (values.json)
    console.log(
      JSON.stringify({ name: 'soak:kill', checks, holds, seed, rounds, sharedRounds, refused, wallSeconds, steps }),
    );
  else {
    for (const { id, value, unit, limit, holds: held } of checks)
      console.log(`${held ? 'ok  ' : 'FAIL'} ${id.padEnd(36)} ${value} ${unit}, wanted ${limit}`);
    console.table(steps);
    console.log(`two processes: ${refused} of ${sharedRounds * 2} were refused a report. ${wallSeconds} s.`);
  }
  process.exitCode = holds ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
