import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Why nothing can be written there; undefined for a folder that is not there or has nothing in it but a repository. */
export function occupied(folder: string): string | undefined {
  const others = existsSync(folder) ? readdirSync(folder).filter((name) => name !== '.git') : [];
  return others.length === 0 ? undefined : `${folder} has files already (${others.slice(0, 3).join(', ')}).`;
}

/** Writes files by path below a folder. */
export function writePackage(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  }
}
