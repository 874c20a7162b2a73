/** The places at which a process may die and everything must still be right; tests and `soak:kill` stop it at each. */
export const stepNames = [
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
  'supersede:keep',
  'publish:part',
  'publish:flushed',
  'supersede:remove',
  'staging:remove',
  'prune:marked',
  'prune:remove',
  'amend:begin',
  'amend:resolve',
  'amend:merged',
  'suspend',
  'abandon',
] as const;

export type StepName = (typeof stepNames)[number];

export type Step = (name: StepName) => void;
