// From `npm create @ledgerline/connector` to a proven connector and a lake with rows, as a stranger would go, with tarballs in place of the
// registry for what is not published; then the packed connector in an empty project. Options: --json, --keep (leaves the folder).
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packPackage, publicPackages } from '../../scripts/pack-packages.mjs';
import { combinations } from './combinations.ts';
import { emptyProject } from './empty-project.ts';
import { Journal } from './journal.ts';
import { publishable, stranger } from './stranger.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false } },
});
const root = fileURLToPath(new URL('../../', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'ledgerline-journey-'));
const journal = new Journal((line) => (values.json ? console.error(line) : console.log(line)));
try {
  const tarballs = join(home, 'tarballs');
  mkdirSync(tarballs);
  for (const one of publicPackages(root)) packPackage(one, tarballs);
  const { folder } = await stranger(home, tarballs, journal);
  await publishable(folder, journal);
  await combinations(folder, journal);
  await emptyProject({ home, tarballs, connector: folder }, journal);
} finally {
  if (values.keep) console.error(home);
  else rmSync(home, { recursive: true, force: true });
}
const { checks, holds } = journal;
if (values.json) console.log(JSON.stringify({ name: 'journey:connector', checks, holds }));
process.exitCode = holds ? 0 : 1;
