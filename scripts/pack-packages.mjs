import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every public package of the repository: its folder and its manifest. */
export function publicPackages(root) {
  return readdirSync(join(root, 'packages')).flatMap((name) => {
    const folder = join(root, 'packages', name);
    if (!existsSync(join(folder, 'package.json'))) return [];
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return manifest.private ? [] : [{ folder, manifest }];
  });
}

/** Packs a package as npm would get it; answers with the tarball. Errors: an Error with what pnpm said. */
export function packPackage({ folder, manifest }, destination) {
  const words = ['pack', '--json', '--pack-destination', destination];
  const { status, stdout, stderr } = spawnSync('pnpm', words, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${manifest.name}: pnpm pack failed\n${stderr}${stdout}`);
  return JSON.parse(stdout).filename;
}
