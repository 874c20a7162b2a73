import { stepNames } from '../../packages/sink-filesystem/src/steps.ts';
import { atMost, type Check, equals } from '../checks.ts';
import { checkpointRows } from './project.ts';
import type { Round } from './rounds.ts';
import type { SharedRound } from './two-processes.ts';

export const sum = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((total, item) => total + of(item), 0);
const count = <T>(items: readonly T[], is: (item: T) => boolean) => items.filter(is).length;

const isMissed = ({ step, wasKilled }: Round) => step !== undefined && !wasKilled;

export const holdsRound = (round: Round) =>
  round.lost + round.doubled + round.problems.length + round.lostCheckpoints === 0 &&
  round.sawWhole &&
  round.endedAlike &&
  !isMissed(round);

export function killChecks(done: readonly Round[]): Check[] {
  const redone = Math.max(0, ...done.map((round) => round.redone));
  return [
    equals(
      'lost-rows',
      sum(done, (round) => round.lost),
      0,
    ),
    equals(
      'doubled-rows',
      sum(done, (round) => round.doubled),
      0,
    ),
    equals(
      'orphans',
      sum(done, ({ problems }) => problems.length),
      0,
      'problems',
    ),
    equals(
      'half-states-seen',
      count(done, ({ sawWhole }) => !sawWhole),
      0,
      'rounds',
    ),
    equals(
      'other-bytes',
      count(done, ({ endedAlike }) => !endedAlike),
      0,
      'rounds',
    ),
    equals(
      'lost-checkpoints',
      sum(done, (round) => round.lostCheckpoints),
      0,
      'checkpoints',
    ),
    equals('missed-steps', count(done, isMissed), 0, 'rounds'),
    atMost('redone-work', redone, checkpointRows, 'rows'),
  ];
}

/** Whether a process died at every step that the lake has a name for; a question to whole soaks only. */
export function coverageCheck(done: readonly Round[]): Check {
  const met = new Set(done.flatMap(({ step, wasKilled }) => (step && wasKilled ? step : [])));
  return equals(
    'steps-never-killed',
    count(stepNames, (name) => !met.has(name)),
    0,
    'steps',
  );
}

export function sharedChecks(done: readonly SharedRound[]): Check[] {
  return [
    equals(
      'two-processes/stray-manifests',
      sum(done, ({ strayManifests }) => strayManifests),
      0,
      'manifests',
    ),
    equals(
      'two-processes/interleaved-commits',
      sum(done, ({ interleaved }) => interleaved),
      0,
      'commits',
    ),
    equals(
      'two-processes/orphans',
      sum(done, ({ problems }) => problems.length),
      0,
      'problems',
    ),
    equals(
      'two-processes/other-bytes',
      count(done, ({ endedAlike }) => !endedAlike),
      0,
      'rounds',
    ),
  ];
}

/** Kills and the longest way back, by scenario and step. */
export function perStep(done: readonly Round[]) {
  const nameOf = ({ scenario, step }: Round) => `${scenario}: ${step ?? 'random moment'}`;
  return [...Map.groupBy(done, nameOf)].map(([step, mine]) => ({
    step,
    rounds: mine.length,
    killed: count(mine, ({ wasKilled }) => wasKilled),
    failed: count(mine, (round) => !holdsRound(round)),
    mostRedoneRows: Math.max(...mine.map(({ redone }) => redone)),
    meanMs: Math.round(sum(mine, ({ wallMs }) => wallMs) / mine.length),
  }));
}
