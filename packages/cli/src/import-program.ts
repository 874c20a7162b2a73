import type { Command } from 'commander';
import { Option } from 'commander';
import type { ImportOptions } from './commands/import.ts';
import type { ExitName } from './exit-codes.ts';
import type { Host } from './host.ts';

const examples = `
Examples:
  ledgerline import label-track-for-streaming-202603.txt --as spotify/sales
  ledgerline import statement.zip --as amazon/statements --scope DE:Prime:statement --fact currency=EUR --dry-run
  ledgerline import export.csv --as deezer/sales --preset ledgerline/standard --pipeline spotify-sales --period 2026-03 --yes
  ledgerline import part-00000.csv --as ledgerline/csv
  ledgerline import --template > empty.csv

The file is shown first: how it is written, rows, totals, findings, rejected rows, what it would supersede. It is committed
after a yes; without a terminal only with --yes, and without that the command ends with 6. It is taken under the rules of
the pipeline that takes these reports otherwise: same validators, same budget, same sink.`;

/** The command for files that people bring. */
export function addImport(
  program: Command,
  host: Host,
  finish: (end: ExitName) => void,
  wholeNumber: (text: string) => number,
): void {
  program
    .command('import')
    .description('take files as the reports they stand for: a portal export, a file of a lake, a standard CSV')
    .argument('[files...]', 'CSV, TSV, NDJSON or DSR; plain, gzipped or zipped')
    .option(
      '--as <dsp/feed>',
      'whose report it is: spotify/sales; ledgerline/csv for a file of a lake, which says it itself',
    )
    .option('-a, --account <name>', 'the account; the only one when absent')
    .option('-p, --period <period>', 'the period, where the file does not say it: 2026-03')
    .option('--scope <scope>', 'what tells the report apart from others of its period: streaming-all')
    .option(
      '--pipeline <name>',
      'whose validators, budget and sink apply; the one that takes these reports when absent',
    )
    .option('--preset <name>', 'the kind of file, when it is not the portal export: ledgerline/standard')
    .option('--fact <name=value...>', 'what the file does not say: currency=EUR')
    .addOption(
      new Option('--encoding <name>', 'the charset').choices([
        'utf-8',
        'utf-16le',
        'utf-16be',
        'windows-1252',
        'latin1',
      ]),
    )
    .addOption(new Option('--delimiter <mark>', 'what stands between cells').choices([',', ';', 'tab', '|']))
    .option('--header-line <line>', 'the line of the header', wholeNumber)
    .addOption(new Option('--decimal <mark>', 'the mark before decimals').choices(['.', ',']))
    .option('--thousands <mark>', 'the mark between thousands')
    .option('--dates <pattern>', 'how dates are written: D/M/YYYY, M/D/YYYY, ISO')
    .option('--why <text>', 'why it is taken; it stays in the audit')
    .option('--who <name>', 'whose act it is; the user of this process when absent')
    .option('--again', 'also take a file that was taken before and superseded since')
    .option('-n, --dry-run', 'only show; exit code 0 when it would be committed')
    .option('-y, --yes', 'commit without asking')
    .option('--template', 'write an empty standard CSV with its header explained')
    .addHelpText('after', examples)
    .action(async (files: string[], _: unknown, command: Command) => {
      const { importFiles } = await import('./commands/import.ts');
      finish(await importFiles(files, command.optsWithGlobals<ImportOptions>(), host));
    });
}
