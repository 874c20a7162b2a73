import type { Command } from 'commander';
import type { AcceptOptions } from './commands/accept.ts';
import type { DiffOptions } from './commands/diff.ts';
import type { ExplainTotalOptions } from './commands/explain-total.ts';
import type { ReconcileOptions } from './commands/reconcile.ts';
import type { StatusOptions } from './commands/status.ts';
import type { ExitName } from './exit-codes.ts';
import type { Host } from './host.ts';

/** Commands that ask the ledger whether everything is there and every figure right. */
export function addLedgerCommands(program: Command, host: Host, finish: (end: ExitName) => void): void {
  program
    .command('status')
    .description('show which reports are there and which should be; exit code 1 when one is missing or held')
    .argument('[pipelines...]', 'names of pipelines; all when none are given')
    .option('--from <period>', 'the first month or day to show')
    .option('--to <period>', 'the last month or day to show')
    .addHelpText('after', '\nExample:\n  ledgerline status --from 2026-01 --to 2026-06')
    .action(async (pipelines: string[], _: unknown, command: Command) => {
      const { status } = await import('./commands/status.ts');
      finish(await status(pipelines, command.optsWithGlobals<StatusOptions>(), host));
    });
  program
    .command('reconcile')
    .description(
      'parse the committed files again and compare them with ledger and claims; exit code 1 when they differ',
    )
    .argument('[report]', 'a report id; all reports when absent')
    .option('-p, --period <period>', 'only reports about this month or day')
    .option('-s, --sink <name>', 'the sink; the only one when absent')
    .addHelpText('after', '\nExample:\n  ledgerline reconcile --period 2026-03')
    .action(async (report: string | undefined, _: unknown, command: Command) => {
      const { reconcile } = await import('./commands/reconcile.ts');
      finish(await reconcile(report, command.optsWithGlobals<ReconcileOptions>(), host));
    });
  program
    .command('explain-total')
    .description('tell what a total is made of: read, superseded, rejected, in the lake; and what it lacks')
    .argument('<dsp>', 'the DSP')
    .argument('<period>', 'rows whose period begins within it: 2026-03')
    .option('-a, --account <name>', 'only this account')
    .option('--currency <code>', 'only this currency')
    .option('-s, --sink <name>', 'the sink; the only one when absent')
    .addHelpText('after', '\nExample:\n  ledgerline explain-total spotify 2026-03 --currency EUR')
    .action(async (dsp: string, period: string, _: unknown, command: Command) => {
      const { explainTotal } = await import('./commands/explain-total.ts');
      finish(await explainTotal(dsp, period, command.optsWithGlobals<ExplainTotalOptions>(), host));
    });
  program
    .command('diff')
    .description(
      'show how the DSP’s delivery of a report and a file of a person compared; exit code 1 while they wait for you',
    )
    .argument('<report>', 'a report id, as `status` prints it')
    .option('--all', 'every difference, one a line')
    .addHelpText('after', '\nExample:\n  ledgerline diff spotify/my-label/sales/2026-03/streaming-all --all')
    .action(async (report: string, _: unknown, command: Command) => {
      const { diff } = await import('./commands/diff.ts');
      finish(await diff(report, command.optsWithGlobals<DiffOptions>(), host));
    });
  program
    .command('accept')
    .description('let a held, incomplete or unproven report be committed as it is, by the next run')
    .argument('<report>', 'the report id, as `run` and `status` print it')
    .requiredOption('--why <text>', 'the reason; it stays in manifest and audit')
    .option('--who <name>', 'whose word it is; the user of this process when absent')
    .addHelpText(
      'after',
      '\nExample:\n  ledgerline accept spotify/my-label/sales/2026-03/streaming-all --why "total confirmed by mail"',
    )
    .action(async (report: string, _: unknown, command: Command) => {
      const { accept } = await import('./commands/accept.ts');
      finish(await accept(report, command.optsWithGlobals<AcceptOptions>(), host));
    });
}
