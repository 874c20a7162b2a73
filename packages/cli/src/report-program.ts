import type { Command } from 'commander';
import type { ReportOptions } from './commands/report.ts';
import type { ExitName } from './exit-codes.ts';
import type { Host } from './host.ts';

/** The command that writes the run report. */
export function addReport(
  program: Command,
  host: Host,
  finish: (end: ExitName) => void,
  wholeNumber: (text: string) => number,
): void {
  program
    .command('report')
    .description('write what a run did and what the lake holds as one HTML page; with --json as data')
    .argument('[run]', 'the id of a run, as `run` prints it; the last one when absent')
    .option('-o, --out <file>', 'where the page goes; ledgerline-report-RUN.html here when absent')
    .option('-s, --sink <name>', 'the sink; the only one when absent')
    .option('--top <territories>', 'territories of each feed told one by one; the rest is added up', wholeNumber, 12)
    .addHelpText(
      'after',
      '\nExamples:\n  ledgerline report\n  ledgerline report 20260405T060000Z-1a2b --out april.html\n  ledgerline report --json > report.json\n\nThe page needs no network. It is about the ledger as it is now, and about that one run.',
    )
    .action(async (run: string | undefined, _: unknown, command: Command) => {
      const { report } = await import('./commands/report.ts');
      finish(await report(run, command.optsWithGlobals<ReportOptions>(), host));
    });
}
