import { type Command, Option } from 'commander';
import type { DlqDiscardOptions } from './commands/dlq-discard.ts';
import type { DlqListOptions } from './commands/dlq-list.ts';
import type { DlqReplayOptions } from './commands/dlq-replay.ts';
import type { DlqShowOptions } from './commands/dlq-show.ts';
import type { ExitName } from './exit-codes.ts';
import type { Host } from './host.ts';

/** The commands about rejected rows. */
export function addDlq(
  program: Command,
  host: Host,
  finish: (end: ExitName) => void,
  wholeNumber: (text: string) => number,
): void {
  const dlq = program.command('dlq').description('look at rejected rows, and settle them');
  filtered(dlq.command('list'))
    .description('print open dead letters with the reason and their place in the source')
    .option('-n, --limit <rows>', 'how many at most', wholeNumber, 100)
    .option('-a, --all', 'also those that were replayed or discarded')
    .addHelpText(
      'after',
      '\nExample:\n  ledgerline dlq list --dsp spotify --period 2026-03 --code ISRC_INVALID --limit 20',
    )
    .action(async (_: unknown, command: Command) => {
      const { dlqList } = await import('./commands/dlq-list.ts');
      finish(await dlqList(command.optsWithGlobals<DlqListOptions>(), host));
    });
  dlq
    .command('show')
    .description('tell everything about one dead letter, and what to do')
    .argument('<id>', 'as `dlq list` prints it')
    .option('-s, --sink <name>', 'the sink; the only one when absent')
    .addHelpText('after', '\nExample:\n  ledgerline dlq show 1f0c9a2e4b7d8c61')
    .action(async (id: string, _: unknown, command: Command) => {
      const { dlqShow } = await import('./commands/dlq-show.ts');
      finish(await dlqShow(id, command.optsWithGlobals<DlqShowOptions>(), host));
    });
  filtered(dlq.command('replay'))
    .description('map and validate open dead letters again, and commit the rows that pass under their own report')
    .argument('[ids...]', 'only these letters; all that the options leave when none are given')
    .option('--why <text>', 'why they are tried again; it stays in the audit')
    .option('--who <name>', 'whose act it is; the user of this process when absent')
    .addHelpText(
      'after',
      '\nExamples:\n  ledgerline dlq replay --report spotify/my-label/sales/2026-03/-\n  ledgerline dlq replay 1f0c9a2e4b7d8c61\n\nRun it twice and every row counts once. Exit code 0 also when rows still fail; 1 when a report could not be replayed.',
    )
    .action(async (ids: string[], _: unknown, command: Command) => {
      const { dlqReplay } = await import('./commands/dlq-replay.ts');
      finish(await dlqReplay(ids, command.optsWithGlobals<DlqReplayOptions>(), host));
    });
  dlq
    .command('discard')
    .description('settle dead letters for good; they stay on record with who, when and why')
    .argument('<ids...>', 'as `dlq list` prints them')
    .requiredOption('--why <text>', 'the reason, kept with the letters')
    .option('--by <name>', 'who decided; the user of this process when absent')
    .option('-s, --sink <name>', 'the sink; the only one when absent')
    .addHelpText('after', "\nExample:\n  ledgerline dlq discard 1f0c9a2e4b7d8c61 --why 'a test row, says the DSP'")
    .action(async (ids: string[], _: unknown, command: Command) => {
      const { dlqDiscard } = await import('./commands/dlq-discard.ts');
      finish(await dlqDiscard(ids, command.optsWithGlobals<DlqDiscardOptions>(), host));
    });
}

function filtered(command: Command): Command {
  return command
    .option('-s, --sink <name>', 'the sink; the only one when absent')
    .option('-r, --report <id>', 'only those of this report, as `run` prints it')
    .option('--dsp <name>', 'only those of this DSP')
    .option('--period <period>', 'only those of this period; a month names its days')
    .option('--code <code>', 'only those with this code')
    .addOption(new Option('--stage <stage>', 'only those of this stage').choices(['decode', 'map', 'validate']));
}
