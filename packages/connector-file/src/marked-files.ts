import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DropEntry } from '@ledgerline/drop';
import type { FileConfig } from './config.ts';

type Settings = Pick<FileConfig, 'drop' | 'after'>;

/** Where a taken file is moved; hidden, so that no listing sees it. */
const takenFolder = '.taken';

function markOf(path: string): string {
  const slash = path.lastIndexOf('/') + 1;
  return `${path.slice(0, slash)}.${path.slice(slash)}.taken`;
}

/** The report a marked file was taken as; undefined for one that is not marked, or that changed since. */
export async function takenAs({ drop, after }: Settings, { path, tag }: DropEntry): Promise<string | undefined> {
  if (after !== 'mark' || drop.kind !== 'directory') return undefined;
  const text = await readFile(join(drop.path, markOf(path)), 'utf8').catch(() => '');
  const [marked, report] = text.split('\n');
  return marked === tag ? report : undefined;
}

/** Moves or marks a file that was taken, as the configuration says; a file that is gone already is left at that. */
export async function tidyAway(
  { drop, after }: Settings,
  file: { readonly path: string; readonly tag: string },
  report: string,
): Promise<void> {
  if (drop.kind !== 'directory' || after === 'leave') return;
  if (after === 'mark') {
    await writeFile(join(drop.path, markOf(file.path)), `${file.tag}\n${report}\n`);
    return;
  }
  // The tag tells apart files that came under one name, one after the other.
  const target = join(drop.path, takenFolder, `${file.path}.${file.tag}`);
  await mkdir(dirname(target), { recursive: true });
  await rename(join(drop.path, file.path), target);
}
