import type { Command } from 'commander';
import type { DoctorOptions } from './commands/doctor.ts';
import type { InitOptions } from './commands/init.ts';
import type { ExitName } from './exit-codes.ts';
import type { GlobalOptions, Host } from './host.ts';

/** Commands for beginning, and for when something does not work. */
export function addStart(program: Command, host: Host, finish: (end: ExitName) => void): void {
  program
    .command('init')
    .description('write a first configuration: asks on a terminal, takes options and proposals elsewhere')
    .option('--dsp <name>', 'spotify, apple, amazon or youtube')
    .option('-a, --account <name>', 'whose reports; a name of yours')
    .option('--files <folder>', 'where files are dropped, for DSPs that deliver files')
    .option('--lake <folder>', 'where rows go')
    .option('--since <month>', 'the first month to read: 2026-01')
    .option('-y, --yes', 'take what is proposed without asking')
    .addHelpText(
      'after',
      '\nExamples:\n  ledgerline init\n  ledgerline init --dsp apple --account my-label --since 2026-01 --yes',
    )
    .action(async (_: unknown, command: Command) => {
      const { init } = await import('./commands/init.ts');
      finish(await init(command.optsWithGlobals<InitOptions>(), host));
    });
  program
    .command('doctor')
    .description('tell what keeps runs from going well, each with its remedy; changes nothing')
    .option('--online', 'also list every pipeline at its DSP: reachability, credentials')
    .addHelpText(
      'after',
      '\nExamples:\n  ledgerline doctor\n  ledgerline doctor --online --json\n\nA line that begins with $ is a shell command that mends the fault above it. Exit code 1 when there is a fault; --verbose also tells what is well.',
    )
    .action(async (_: unknown, command: Command) => {
      const { doctor } = await import('./commands/doctor.ts');
      finish(await doctor(command.optsWithGlobals<DoctorOptions>(), host));
    });
  program
    .command('explain')
    .description('tell what a code of an error, a dead letter or a finding means, and what to do')
    .argument('[code]', 'as it is printed; all codes when none is given')
    .addHelpText('after', '\nExample:\n  ledgerline explain REJECT_BUDGET')
    .action(async (code: string | undefined, _: unknown, command: Command) => {
      const { explain } = await import('./commands/explain.ts');
      finish(await explain(code, command.optsWithGlobals<GlobalOptions>(), host));
    });
}
