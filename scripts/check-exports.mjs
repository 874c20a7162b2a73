import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage, publicPackages } from './pack-packages.mjs';

/** Packs every public package as npm would get it and lets publint judge the tarball; answers with an exit code. */
export async function checkExports(root) {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-pack-'));
  let problems = 0;
  try {
    for (const one of publicPackages(root)) {
      const { manifest } = one;
      const filename = packPackage(one, folder);
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
