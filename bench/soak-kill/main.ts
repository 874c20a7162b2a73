// Kills the command with SIGKILL at every named step and at random moments, runs it again, and compares what the lake holds.
// Options: --rounds N (kills), --shared-rounds N (two processes on one lake), --scenario NAME (only that one), --lanes N (rounds at a
// time), --seed N, --json. Progress goes to standard error.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDraws } from './draws.ts';
import { coverageCheck, holdsRound, killChecks, perStep, sharedChecks, sum } from './judge.ts';
import { type Kill, killRound, prepare, type Round, type Stage } from './rounds.ts';
import { scenarios } from './scenarios.ts';
import { preparePair, type SharedRound, sharedRound } from './two-processes.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '300' },
    'shared-rounds': { type: 'string', default: '50' },
    lanes: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    scenario: { type: 'string' },
  },
});
const [rounds, sharedRounds, seed] = [Number(values.rounds), Number(values['shared-rounds']), Number(values.seed)];
if (![rounds, sharedRounds, seed].every((value) => Number.isInteger(value) && value >= 0))
  throw new Error('--rounds, --shared-rounds and --seed are whole numbers');
const lanes = Number(values.lanes);
if (!Number.isInteger(lanes) || lanes < 1) throw new Error('--lanes is a whole number from 1');

const began = performance.now();
// A killed process leaves its writes to the kernel: what a flush does is `soak:disk`'s business, and memory is faster.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ledgerline-soak-kill-'));
const seconds = () => Math.round((performance.now() - began) / 100) / 10;
const say = (text: string) => console.error(`${seconds()} s: ${text}`);
const draw = createDraws(seed);

interface Planned {
  readonly stage: Stage;
  readonly kill: Kill;
}

/** Every step of every scenario in turn, at a random occurrence; each third kill comes at a random moment instead. */
function kills(stages: readonly Stage[]): Planned[] {
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
  for (const scenario of chosen) {
    stages.push(await prepare(scenario, folder));
    say(`${scenario.name} is ready`);
  }
  const queue = kills(stages).values();
  const done: Round[] = [];
  // Rounds have folders of their own; while one process starts, another is looked at.
  const lane = async (at: number) => {
    for (const { stage, kill } of queue) {
      const round = await killRound(stage, kill, join(folder, `round-${at}`));
      done.push(round);
      if (!holdsRound(round)) say(JSON.stringify({ ...round, kill }));
      if (done.length % 10 === 0) say(`${done.length} of ${rounds} rounds, ${round.wallMs} ms the last`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, at) => lane(at)));
  return done;
}

async function shareAll(): Promise<readonly SharedRound[]> {
  const pair = await preparePair(folder);
  const done: SharedRound[] = [];
  for (let at = 1; at <= sharedRounds; at += 1) {
    done.push(await sharedRound(pair, join(folder, 'shared')));
    if (at % 10 === 0) say(`${at} of ${sharedRounds} rounds of two processes`);
  }
  return done;
}

try {
  const killed = rounds > 0 ? await killAll() : [];
  const shared = sharedRounds > 0 ? await shareAll() : [];
  const steps = perStep(killed);
  const named = scenarios.reduce((total, scenario) => total + scenario.steps.length, 0);
  const isWhole = values.scenario === undefined && rounds * 2 >= named * 3;
  const checks = [
    ...(rounds > 0 ? killChecks(killed) : []),
    ...(isWhole ? [coverageCheck(killed)] : []),
    ...(sharedRounds > 0 ? sharedChecks(shared) : []),
  ];
  const holds = checks.length > 0 && checks.every((check) => check.holds);
  const wallSeconds = seconds();
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
