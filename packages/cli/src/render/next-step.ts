/** What to do about an error, by the beginning of its code; the first that fits is told. */
const steps: readonly (readonly [prefix: string, step: string])[] = [
  ['CONFIG_NOT_FOUND', 'write a ledgerline.yaml here, or name another file with --config'],
  ['CONFIG_ENV_MISSING', 'set the variable for this process and run again'],
  ['CONFIG_', 'mend the file, then check it with `ledgerline validate`'],
  ['PLUGIN_UNKNOWN', 'mend the name, or install the package beside the configuration'],
  ['PLUGIN_INCOMPATIBLE', 'install versions of the plugin and of @ledgerline/core that fit each other'],
  ['PLUGIN_', 'update the plugin or tell its author; nothing was run'],
  ['LETTER_UNKNOWN', 'take ids from `ledgerline dlq list`'],
  ['REPORT_UNKNOWN', 'take ids from `ledgerline plan --all`; `since` and `until` must let the report in'],
  ['CATALOGUE_', 'mend the catalogue file and run again'],
  ['RATES_', 'mend the file of rates and run again'],
  ['PIPELINE_UNKNOWN', 'use a name that stands under `pipelines`'],
  ['POLICY_', 'give the pipelines of one DSP the same `policy`'],
  ['REPORT_NOT_HELD', 'see what is held with `ledgerline status`'],
  ['REPORT_UNREAD', 'mend the document at its source and run again'],
  ['REPORT_UNKNOWN', 'take the id as `ledgerline run --json` or `ledgerline lake files` print it'],
  ['NOT_ACCEPTABLE', 'report what is printed; nothing was committed'],
  ['WHY_MISSING', 'say why, so that whoever reads the audit understands'],
  ['SINK_UNKNOWN', 'use a name that stands under `sinks`'],
  ['AUTH_', 'renew the credential at the DSP, put it in its variable and run again; it was not tried twice'],
  ['RATE_LIMITED', 'run again later; what the DSP asked for is remembered'],
  ['REPORT_NOT_READY', 'run again when the report is due'],
  ['SINK_BUSY', 'another process works on this; run again when it is done'],
  ['SINK_', 'check the folder, its permissions and free space, then run again; what is committed is intact'],
  ['STATE_', 'check the state file, its permissions and free space, then run again'],
  ['SPOOL_', 'check the spool folder, its permissions and free space, then run again'],
  ['CANCELLED', 'run again; it continues at the last checkpoint'],
  ['UPSTREAM_', 'run again later; what is staged is kept'],
  ['INTERNAL', 'this is a mistake in the program; run again with --verbose and report what it prints'],
];

export function nextStep(code: string): string {
  const found = steps.find(([prefix]) => code.startsWith(prefix));
  return found?.[1] ?? 'look at the report named above; run again with --verbose for more';
}
