import type { Command } from 'commander';
import type { AuditVerifyOptions } from './commands/audit-verify.ts';
import type { ExitName } from './exit-codes.ts';
import type { GlobalOptions, Host } from './host.ts';

/** Commands about the audit logs of runs. */
export function addAudit(program: Command, host: Host, finish: (end: ExitName) => void): void {
  const audit = program.command('audit').description('look at what is on record of runs and reports');
  audit
    .command('verify')
    .description('follow the chain of every audit log and name the first record that is not as it was written')
    .argument('[run]', 'the id of a run; all runs when absent')
    .option('--file <path>', 'a log that lies elsewhere, such as a copy; nothing but its own chain bounds it')
    .addHelpText(
      'after',
      '\nExample:\n  ledgerline audit verify --json\n\nExit code 1 when a log is not as it was written.',
    )
    .action(async (run: string | undefined, _: unknown, command: Command) => {
      const { auditVerify } = await import('./commands/audit-verify.ts');
      finish(await auditVerify(run, command.optsWithGlobals<AuditVerifyOptions>(), host));
    });
  audit
    .command('show')
    .description('tell the story of one report, over all runs, in plain words')
    .argument('<report>', 'the report id, as `run` and `status` print it')
    .addHelpText('after', '\nExample:\n  ledgerline audit show spotify/my-label/sales/2026-03/-')
    .action(async (report: string, _: unknown, command: Command) => {
      const { auditShow } = await import('./commands/audit-show.ts');
      finish(await auditShow(report, command.optsWithGlobals<GlobalOptions>(), host));
    });
  audit
    .command('summary')
    .description('work out the summary of a run from its audit log alone, as `run` printed it')
    .argument('[run]', 'the id of a run; the last one when absent')
    .addHelpText('after', '\nExample:\n  ledgerline audit summary 20260401T060000Z-1f0c --json')
    .action(async (run: string | undefined, _: unknown, command: Command) => {
      const { auditSummary } = await import('./commands/audit-summary.ts');
      finish(await auditSummary(run, command.optsWithGlobals<GlobalOptions>(), host));
    });
}
