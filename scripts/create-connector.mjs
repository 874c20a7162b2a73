import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage, publicPackages } from './pack-packages.mjs';

/** `npm create @ledgerline/connector` from a checkout: the package it writes brings this checkout's packages along as tarballs. */
export function createConnector({ root, args }) {
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-pack-'));
  try {
    for (const one of publicPackages(root)) packPackage(one, folder);
    const bin = join(root, 'packages', 'create-connector', 'dist', 'bin.js');
    const cwd = process.env.INIT_CWD ?? root;
    return spawnSync(process.execPath, [bin, ...args, '--local', folder], { cwd, stdio: 'inherit' }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
