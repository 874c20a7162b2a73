import type { Command } from 'commander';
import type { ConnectorCheckOptions } from './commands/connector-check.ts';
import type { ConnectorTestOptions } from './commands/connector-test.ts';
import type { ExitName } from './exit-codes.ts';
import type { GlobalOptions, Host } from './host.ts';

/** Commands for those who write connectors. */
export function addConnector(program: Command, host: Host, finish: (end: ExitName) => void): void {
  const connector = program.command('connector').description('prove a connector, and check it before it is published');
  connector
    .command('test')
    .description('run the conformance suite of a connector against its own fake; no network, no keys')
    .argument(
      '[connector]',
      'the folder of its package, the name of an installed one, or a configuration with `connector: http`',
      '.',
    )
    .option('--thorough', 'try each scenario at every place it may happen at; takes three times as long')
    .addHelpText(
      'after',
      '\nExample:\n  ledgerline connector test ./ledgerline-connector-nimbus --json\n  ledgerline connector test my-source.yaml\n\nExit code 1 when a check is broken.',
    )
    .action(async (reference: string, _: unknown, command: Command) => {
      const { connectorTest } = await import('./commands/connector-test.ts');
      finish(await connectorTest(reference, command.optsWithGlobals<ConnectorTestOptions>(), host));
    });
  connector
    .command('check')
    .description('check everything that a published connector must keep: package, types, README, conformance')
    .argument('[connector]', 'the folder of its package, or the name of an installed one', '.')
    .option('--write', 'write the tables of the README, and the result of the conformance suite')
    .addHelpText('after', '\nExample:\n  ledgerline connector check --write\n\nExit code 1 when something is missing.')
    .action(async (reference: string, _: unknown, command: Command) => {
      const { connectorCheck } = await import('./commands/connector-check.ts');
      finish(await connectorCheck(reference, command.optsWithGlobals<ConnectorCheckOptions>(), host));
    });
  program
    .command('connectors')
    .description('list the connectors that are installed: version, conformance, feeds')
    .addHelpText('after', '\nExample:\n  ledgerline connectors --json')
    .action(async (_: unknown, command: Command) => {
      const { connectors } = await import('./commands/connectors.ts');
      finish(await connectors(command.optsWithGlobals<GlobalOptions>(), host));
    });
}
