import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answers, packageFiles, registrySpecs } from '@ledgerline/create-connector';
import { writePackage } from '../src/write-package.ts';

/** Writes packages below a folder of their own, hands it on, and removes it. */
export async function withPackages<T>(all: readonly Answers[], use: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-create-'));
  try {
    for (const answers of all) {
      writePackage(join(folder, answers.name), packageFiles(answers, registrySpecs('0.1.0')));
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
