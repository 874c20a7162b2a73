import type { Command } from 'commander';
import type { DriftAcceptOptions } from './commands/drift-accept.ts';
import type { DriftListOptions } from './commands/drift-list.ts';
import type { ExitName } from './exit-codes.ts';
import type { GlobalOptions, Host } from './host.ts';

/** Commands about what the validator `drift` found. */
export function addDrift(program: Command, host: Host, finish: (end: ExitName) => void): void {
  const drift = program.command('drift').description('look at what is unlike the reports before');
  drift
    .command('list')
    .description('print what drift found, in committed reports and in those that were not committed')
    .option('-r, --report <id>', 'only in this report, as `run` prints it')
    .option('-p, --pipeline <name>', 'only of this pipeline')
    .addHelpText('after', '\nExample:\n  ledgerline drift list --pipeline spotify-sales')
    .action(async (_: unknown, command: Command) => {
      const { driftList } = await import('./commands/drift-list.ts');
      finish(await driftList(command.optsWithGlobals<DriftListOptions>(), host));
    });
  drift
    .command('explain')
    .description('tell in plain words what was expected, from which reports, and what came')
    .argument('<finding>', 'the id of a finding, or its beginning')
    .addHelpText('after', '\nExample:\n  ledgerline drift explain 3f9a0c1b22de')
    .action(async (finding: string, _: unknown, command: Command) => {
      const { driftExplain } = await import('./commands/drift-explain.ts');
      finish(await driftExplain(finding, command.optsWithGlobals<GlobalOptions>(), host));
    });
  drift
    .command('accept')
    .description('let the next run of that report pass a finding, and make it the new measure')
    .argument('<finding>', 'the id of a finding, or its beginning')
    .requiredOption('--why <text>', 'the reason; it stays in manifest and audit')
    .option('--who <name>', 'whose word it is; the user of this process when absent')
    .addHelpText('after', '\nExample:\n  ledgerline drift accept 3f9a0c1b22de --why "new deal from March on"')
    .action(async (finding: string, _: unknown, command: Command) => {
      const { driftAccept } = await import('./commands/drift-accept.ts');
      finish(await driftAccept(finding, command.optsWithGlobals<DriftAcceptOptions>(), host));
    });
}
