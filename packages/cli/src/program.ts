import { Command, InvalidArgumentError, Option } from 'commander';
import { addAudit } from './audit-program.ts';
import type { LakeFilesOptions } from './commands/lake-files.ts';
import type { LakePruneOptions } from './commands/lake-prune.ts';
import type { LakeVerifyOptions } from './commands/lake-verify.ts';
import type { PlanOptions } from './commands/plan.ts';
import type { PolicyExplainOptions } from './commands/policy-explain.ts';
import type { RunOptions } from './commands/run.ts';
import type { WatchOptions } from './commands/watch.ts';
import { addConnector } from './connector-program.ts';
import { addDlq } from './dlq-program.ts';
import { addDrift } from './drift-program.ts';
import { type ExitName, exitCodeText } from './exit-codes.ts';
import type { GlobalOptions, Host } from './host.ts';
import { addImport } from './import-program.ts';
import { addLedgerCommands } from './ledger-program.ts';
import { addReport } from './report-program.ts';
import { addStart } from './start-program.ts';
import { version } from './version.ts';

/** The command line; every command is loaded only when it is the one asked for. */
export function createProgram(host: Host, finish: (end: ExitName) => void): Command {
  const program = new Command('ledgerline')
    .description('Royalty reports from DSPs into a lake: every row once, every amount exact.')
    .version(version(), '-V, --version', 'print the version')
    .option('-c, --config <file>', 'the configuration', 'ledgerline.yaml')
    .option('--json', 'print the result as one JSON object')
    .addOption(new Option('-q, --quiet', 'print only what went wrong').conflicts('verbose'))
    .option('-v, --verbose', 'print every event and the traces of errors')
    .addHelpText('after', `\n${exitCodeText()}`)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => host.out.write(text), writeErr: (text) => host.err.write(text) });

  program
    .command('run')
    .description('ingest everything that is due')
    .argument('[pipelines...]', 'names of pipelines; all when none are given')
    .option('--explain', 'also tell what the policy engine did, by DSP')
    .option('--again <report...>', 'read only these reports, committed or not: ids as `plan --all` prints them')
    .option(
      '--metrics <port>',
      'serve Prometheus metrics while it runs, on this machine only unless HOST:PORT is given',
    )
    .option('--metrics-file <path>', 'write the metrics at the end, as a textfile collector reads them')
    .addHelpText('after', '\nExample:\n  ledgerline run spotify-sales --again spotify/my-label/sales/2026-03/-')
    .action(async (pipelines: string[], _: unknown, command: Command) => {
      const { run } = await import('./commands/run.ts');
      finish(await run(pipelines, command.optsWithGlobals<RunOptions>(), host));
    });
  program
    .command('watch')
    .description('run pipelines whenever they are due, until it is stopped; exit code 0 then')
    .argument('[pipelines...]', 'names of pipelines; all when none are given')
    .option('--standby', 'wait while another process watches them, and take over when it ends')
    .addHelpText('after', '\nExample:\n  ledgerline watch --json >> watch.ndjson')
    .action(async (pipelines: string[], _: unknown, command: Command) => {
      const { watch } = await import('./commands/watch.ts');
      finish(await watch(pipelines, command.optsWithGlobals<WatchOptions>(), host));
    });
  program
    .command('plan')
    .description('show what a run would do, without doing it')
    .argument('[pipelines...]', 'names of pipelines; all when none are given')
    .option('-a, --all', 'also list what is committed or left out on purpose')
    .addHelpText('after', '\nExamples:\n  ledgerline plan\n  ledgerline plan spotify-sales --all')
    .action(async (pipelines: string[], _: unknown, command: Command) => {
      const { plan } = await import('./commands/plan.ts');
      finish(await plan(pipelines, command.optsWithGlobals<PlanOptions>(), host));
    });
  program
    .command('validate')
    .description('check the configuration and its plugins, without talking to any DSP')
    .addHelpText('after', '\nExample:\n  ledgerline validate --config ledgerline.yaml')
    .action(async (_: unknown, command: Command) => {
      const { validate } = await import('./commands/validate.ts');
      finish(await validate(command.optsWithGlobals<GlobalOptions>(), host));
    });
  program
    .command('schema')
    .description('print the JSON Schema of the configuration, for editors')
    .addHelpText('after', '\nExample:\n  ledgerline schema > ledgerline.schema.json')
    .action(async (_: unknown, command: Command) => {
      const { schema } = await import('./commands/schema.ts');
      finish(await schema(command.optsWithGlobals<GlobalOptions>(), host));
    });
  addStart(program, host, finish);
  addLedgerCommands(program, host, finish);
  addImport(program, host, finish, wholeNumber);
  addLake(program, host, finish);
  addDlq(program, host, finish, wholeNumber);
  addDrift(program, host, finish);
  addAudit(program, host, finish);
  addPolicy(program, host, finish);
  addConnector(program, host, finish);
  addReport(program, host, finish, wholeNumber);
  return program;
}

function addLake(program: Command, host: Host, finish: (end: ExitName) => void): void {
  const lake = program.command('lake').description('look at what is committed');
  lake
    .command('files')
    .description('print the committed data files, one path a line')
    .option('-s, --sink <name>', 'the sink; the only one when absent')
    .option('--as-of <when>', 'those in force then: an ISO instant with its zone, or the id of a run')
    .addHelpText('after', '\nExample:\n  ledgerline lake files --as-of 2026-04-01T00:00:00Z')
    .action(async (_: unknown, command: Command) => {
      const { lakeFiles } = await import('./commands/lake-files.ts');
      finish(await lakeFiles(command.optsWithGlobals<LakeFilesOptions>(), host));
    });
  lake
    .command('verify')
    .description('read everything that is committed and compare it with the manifests')
    .option('-s, --sink <name>', 'the sink; the only one when absent')
    .addHelpText('after', '\nExample:\n  ledgerline lake verify --json\n\nExit code 1 when something is wrong.')
    .action(async (_: unknown, command: Command) => {
      const { lakeVerify } = await import('./commands/lake-verify.ts');
      finish(await lakeVerify(command.optsWithGlobals<LakeVerifyOptions>(), host));
    });
  lake
    .command('prune')
    .description('remove the kept files of revisions that were superseded before an instant')
    .requiredOption('--before <when>', 'an ISO instant with its zone, or a date (UTC)')
    .option('-s, --sink <name>', 'the sink; the only one when absent')
    .addHelpText('after', '\nExample:\n  ledgerline lake prune --before 2026-01-01')
    .action(async (_: unknown, command: Command) => {
      const { lakePrune } = await import('./commands/lake-prune.ts');
      finish(await lakePrune(command.optsWithGlobals<LakePruneOptions>(), host));
    });
}

function addPolicy(program: Command, host: Host, finish: (end: ExitName) => void): void {
  const policy = program.command('policy').description('look at what the policy engine decides');
  policy
    .command('explain')
    .description('tell what would happen after an answer, and why')
    .requiredOption('--status <code>', 'the HTTP status', wholeNumber)
    .option('--header <line...>', "a header as in HTTP: 'Retry-After: 120'", [])
    .option('--body <text>', 'the body of an error, where a profile looks into it')
    .option('--op <name>', 'the operation it answers')
    .option('--connector <name>', 'the connector whose profile applies')
    .addHelpText(
      'after',
      "\nExample:\n  ledgerline policy explain --status 429 --header 'Retry-After: 120' --connector spotify",
    )
    .action(async (_: unknown, command: Command) => {
      const { policyExplain } = await import('./commands/policy-explain.ts');
      finish(await policyExplain(command.optsWithGlobals<PolicyExplainOptions>(), host));
    });
  policy
    .command('replay')
    .description('decide a log once more from its inputs and seed, and compare')
    .argument('<log>', 'the audit.ndjson of a run')
    .addHelpText('after', '\nExample:\n  ledgerline policy replay .ledgerline/runs/20260405T060000Z-1a2b/audit.ndjson')
    .action(async (file: string, _: unknown, command: Command) => {
      const { policyReplay } = await import('./commands/policy-replay.ts');
      finish(await policyReplay(file, command.optsWithGlobals<GlobalOptions>(), host));
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number from 1.');
  return Number(text);
}
