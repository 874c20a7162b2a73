import type { StepName } from '../src/steps.ts';

/** Every step of a first report's way into the lake, in its order. */
export const staging: readonly StepName[] = [
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

/** Every step on the way of a replay. */
export const replaying: readonly StepName[] = [
  'amend:begin',
  'append',
  'reject',
  'amend:resolve',
  'commit:before-files',
  'commit:sealed-part',
  'commit:before-manifest',
  'amend:merged',
  'commit:before-rename',
  'commit:after-rename',
  'publish:part',
  'publish:flushed',
  'supersede:remove',
  'staging:remove',
];
