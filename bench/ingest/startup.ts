import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atMost } from '../checks.ts';
import type { Contestant } from './contestants.ts';
import { measure } from './measure.ts';
import { runRounds } from './rounds.ts';
import type { Section, Setting } from './sections.ts';

const cli = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url));

/** How long the command takes to say anything. */
export async function startup({ root, tell }: Setting): Promise<Section> {
  const folder = join(root, 'out', 'startup');
  const config = join(folder, 'ledgerline.yaml');
  mkdirSync(join(folder, 'files'), { recursive: true });
  writeFileSync(
    config,
    `sinks:\n  lake: { use: filesystem, path: ${join(folder, 'lake')} }\npipelines:\n  sales:\n    connector: spotify\n` +
      `    feeds: [sales]\n    accounts: [label]\n    config: { sales: { drop: { kind: directory, path: ${join(folder, 'files')} } } }\n    since: 2024-01\n`,
  );
  const run = (id: string, words: readonly string[]): Contestant => ({
    id,
    run: async () => ({ ...(await measure([words], folder)), rows: 0 }),
  });
  const ran = await runRounds(
    [run('node', ['-e', '0']), run('version', [cli, '--version']), run('plan', [cli, 'plan', '--config', config])],
    11,
    tell,
  );
  const more = ran.cost('plan').wallMs - ran.cost('version').wallMs;
  return {
    title: 'Start-up',
    rows: 0,
    rounds: ran,
    checks: [
      atMost('startup.version', ran.ratio('version', 'node'), 1.5),
      atMost('startup.plan', more, 300, 'ms more than --version'),
    ],
  };
}
