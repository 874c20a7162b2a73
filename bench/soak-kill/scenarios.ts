import type { StepName } from '../../packages/sink-filesystem/src/steps.ts';
import { type Moment, momentText, variables } from './protocol.ts';

/** What a project has behind it when the process that is killed starts, and what that process does. */
export interface Scenario {
  readonly name: string;
  /** The revision committed before, and the one that lies in the drop; the same when nothing is new. */
  readonly committed?: number;
  readonly dropped: number;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The steps at which it is killed. A new operation of the sink appends a scenario here, and its steps to the sink's own list. */
  readonly steps: readonly StepName[];
}

const staging: readonly StepName[] = [
  'begin',
  'append',
  'reject',
  'checkpoint:before-files',
  'checkpoint:before-record',
  'checkpoint:before-rename',
  'checkpoint:after-rename',
  'commit:before-files',
  'commit:sealed-part',
  'commit:before-manifest',
  'commit:before-rename',
  'commit:after-rename',
  'publish:part',
  'publish:flushed',
  'staging:remove',
];
const run = ['run', '--quiet'];
const stop: Moment = { step: 'checkpoint:after-rename', occurrence: 2 };

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
];
