import type { StepName } from '../../packages/sink-filesystem/src/steps.ts';
import { replaying, staging } from '../../packages/sink-filesystem/test/step-orders.ts';
import { type Moment, momentText, variables } from './protocol.ts';

/** What a project has behind it when the process that is killed starts, and what that process does. */
export interface Scenario {
  readonly name: string;
  /** The revision committed before, and the one that lies in the drop; the same when nothing is new. */
  readonly committed?: number;
  readonly dropped: number;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What the processes that commit beforehand are told besides. */
  readonly envBefore?: Readonly<Record<string, string>>;
  /** Where an earlier process died, whose work the one that is killed finishes. */
  readonly diedBefore?: Moment;
  /** The steps at which it is killed. A new operation of the sink appends a scenario here, and its steps to the sink's own list. */
  readonly steps: readonly StepName[];
}

const run = ['run', '--quiet'];
/** The next checkpoint waits for the disk, so that the process hears of it there at the latest. */
const stop: Moment = { step: 'checkpoint:after-rename', occurrence: 1 };

export const scenarios: readonly Scenario[] = [
  { name: 'first', dropped: 0, words: run, env: {}, steps: staging },
  { name: 'reissue', committed: 0, dropped: 1, words: run, env: {}, steps: [...staging, 'supersede:remove'] },
  {
    name: 'same-names',
    committed: 0,
    dropped: 1,
    words: run,
    env: { [variables.sameNames]: '1' },
    steps: ['supersede:keep', 'publish:part', 'publish:flushed'],
  },
  { name: 'unchanged', committed: 0, dropped: 0, words: run, env: {}, steps: ['abandon'] },
  { name: 'stopped', dropped: 0, words: run, env: { [variables.stopAt]: momentText(stop) }, steps: ['suspend'] },
  {
    name: 'prune',
    committed: 1,
    dropped: 1,
    words: ['lake', 'prune', '--before', '2100-01-01'],
    env: {},
    steps: ['prune:marked', 'prune:remove'],
  },
  {
    name: 'roll-forward',
    committed: 0,
    dropped: 1,
    words: run,
    env: {},
    diedBefore: { step: 'commit:after-rename', occurrence: 1 },
    steps: ['publish:part', 'publish:flushed', 'supersede:remove', 'staging:remove'],
  },
  {
    name: 'replay',
    committed: 0,
    dropped: 0,
    words: ['dlq', 'replay', '--quiet'],
    env: {},
    envBefore: { [variables.strict]: '1' },
    steps: replaying,
  },
];
