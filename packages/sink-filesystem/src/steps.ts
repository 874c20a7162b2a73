/** The places at which a process may die and everything must still be right; tests stop it at each. */
export type StepName =
  | 'begin'
  | 'append'
  | 'reject'
  | 'checkpoint:before-files'
  | 'checkpoint:before-record'
  | 'checkpoint:before-rename'
  | 'checkpoint:after-rename'
  | 'commit:before-files'
  | 'commit:before-manifest'
  | 'commit:before-rename'
  | 'commit:after-rename'
  | 'publish:part'
  | 'publish:flushed'
  | 'supersede:remove'
  | 'staging:remove'
  | 'suspend'
  | 'abandon';

export type Step = (name: StepName) => void;
