import type { CodeFamily } from './code-family.ts';

/** Codes of the configuration, of plugins and of command lines. */
export const projectCodes: readonly CodeFamily[] = [
  {
    about: 'the configuration',
    next: 'mend the file, then check it with `ledgerline validate`',
    codes: {
      CONFIG_INVALID: 'Something in the configuration is not allowed or not known; the message names line and column.',
      CONFIG_REPORTS_SHARED: 'Two accounts or pipelines would read the same documents, so every row would count twice.',
      POLICY_CONFLICT: 'Pipelines of one DSP ask for different policies, but its limits are shared.',
      PIPELINE_ABSENT: 'No pipeline of the configuration takes these reports.',
    },
  },
  {
    about: 'the configuration',
    next: 'write a ledgerline.yaml here (`ledgerline init` does), or name another file with --config',
    codes: { CONFIG_NOT_FOUND: 'There is no configuration where one was looked for.' },
  },
  {
    about: 'the configuration',
    next: 'set the variable for this process and run again',
    codes: { CONFIG_ENV_MISSING: 'The configuration names an environment variable that is missing or empty.' },
  },
  {
    about: 'plugins',
    next: 'mend the name, or install the package beside the configuration; `ledgerline doctor` tells what was found',
    codes: { PLUGIN_UNKNOWN: 'No connector, sink or validator of this name was found.' },
  },
  {
    about: 'plugins',
    next: 'install versions of the plugin and of @ledgerline/core that fit each other',
    codes: { PLUGIN_INCOMPATIBLE: 'A plugin was made for another version of @ledgerline/core.' },
  },
  {
    about: 'plugins',
    next: 'update the plugin or tell its author; nothing was run',
    codes: { PLUGIN_INVALID: 'What a plugin exports is no connector, sink or validator.' },
  },
  {
    about: 'plugins',
    next: 'install what the message names, beside the connector',
    codes: { TOOL_MISSING: 'A tool that only authors of connectors need is not installed.' },
  },
  {
    about: 'the command line',
    next: 'take the name or id as the command in the message prints it',
    codes: {
      PIPELINE_UNKNOWN: 'The configuration has no pipeline of this name.',
      SINK_UNKNOWN: 'The configuration has no sink of this name, or has several and none was named.',
      RUN_UNKNOWN: 'There is no audit stream of a run of this name.',
      RUN_UNFINISHED: 'The run has no summary: it was of another kind, or was stopped before it could sum up.',
      METRICS_PLACE: 'Metrics cannot be served there: it is no port, or the port is taken.',
      REPORT_UNKNOWN: 'No listing and no ledger has a report of this id.',
      REPORT_NOT_HELD: 'The report is not held, so there is nothing to accept; `ledgerline status` shows what is.',
      LETTER_UNKNOWN: 'There is no dead letter of this id; `ledgerline dlq list --all` has them all.',
      FINDING_UNKNOWN: 'There is no finding of this id, or several begin with it; `ledgerline drift list` has them.',
      AS_OF_UNKNOWN: 'The ledger knows no run of this name.',
      INSTANT_INVALID: 'What was given is no instant; write 2026-04-01T00:00:00Z.',
      CODE_UNKNOWN: 'No error, rejection or finding has this code.',
      USAGE: 'The command was used in a way it cannot work.',
      TOOL_MISSING: 'A tool that the command needs is not installed here; the message names it.',
      SINK_CANNOT: 'This kind of sink cannot do what was asked.',
      FILE_EXISTS: 'A file that would be written is there already.',
      REPORT_UNWRITABLE: 'The page of a report cannot be written where it should go.',
    },
  },
  {
    about: 'the command line',
    next: 'say why, so that whoever reads the audit understands',
    codes: {
      WHY_MISSING: 'An acceptance needs a reason.',
      REASON_MISSING: 'Discarding dead letters needs a reason.',
    },
  },
  {
    about: 'reference data',
    next: 'mend the file and run again',
    codes: {
      CATALOGUE_INVALID: 'The catalogue cannot be read, or lacks its columns.',
      RATES_INVALID: 'The file of rates cannot be read, or holds a rate that is none.',
    },
  },
  {
    about: 'the program itself',
    next: 'this is a mistake in the program; run again with --verbose and report what it prints',
    codes: {
      INTERNAL: 'Something happened that should not be possible; nothing was committed by it.',
      ROWS_UNACCOUNTED: 'Rows read are not rows accepted, rejected and skipped; the report was not committed.',
      STAGED_DIFFERS: 'What was staged does not add up to what was counted; the report was not committed.',
      CURSOR_TOO_WIDE: 'A place in a document cannot be kept, so the reading could not be resumed.',
      LOCATOR_UNKNOWN: 'A listed report cannot be found again by what its listing said of it.',
      FACT_MISSING: 'A mapping asks for a fact that the report does not carry.',
    },
  },
];
