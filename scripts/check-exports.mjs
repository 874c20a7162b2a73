import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Packs every public package as npm would get it and lets publint judge the tarball; answers with an exit code. */
export async function checkExports(root) {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-pack-'));
  let problems = 0;
  try {
    for (const name of readdirSync(join(root, 'packages'))) {
      const pkgDir = join(root, 'packages', name);
      if (!existsSync(join(pkgDir, 'package.json'))) continue;
      const manifest = JSON.parse(readFileSync(join(pkgDir, 'package.json'), 'utf8'));
      if (manifest.private) continue;
      const packed = spawnSync('pnpm', ['pack', '--json', '--pack-destination', folder], {
        cwd: pkgDir,
        encoding: 'utf8',
      });
      if (packed.status !== 0) {
        console.error(`${manifest.name}: pnpm pack failed\n${packed.stderr}${packed.stdout}`);
        problems += 1;
        continue;
      }
      const { filename } = JSON.parse(packed.stdout);
      const tarball = readFileSync(filename);
      const { messages, pkg } = await publint({
        pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) },
        strict: true,
      });
      for (const message of messages) console.error(`${manifest.name}: ${formatMessage(message, pkg)}`);
      problems += messages.length;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return problems === 0 ? 0 : 1;
}
