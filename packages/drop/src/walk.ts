import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError, rootError, systemCode } from './file-error.ts';

/** A name found while walking; `link` for symbolic links, which are not followed here. */
export interface Found {
  readonly path: string;
  readonly link: boolean;
  readonly regular: boolean;
}

/** A folder sorts as its name with `/`, which makes walking depth-first the same as sorting whole paths. */
function sortKey(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

async function entriesOf(root: string, below: string): Promise<Dirent[]> {
  try {
    return await readdir(join(root, below), { withFileTypes: true });
  } catch (error) {
    if (below === '') throw rootError(root, error);
    if (systemCode(error) === 'ENOENT') return [];
    throw fileError(below, error);
  }
}

/** Whether a folder can hold paths that begin with the prefix. */
function mayHold(folder: string, prefix: string): boolean {
  return folder.startsWith(prefix) || prefix.startsWith(folder);
}

/** Every name below the root that begins with the prefix, ascending by path; hidden ones left out. */
export async function* walk(root: string, prefix: string, below = ''): AsyncGenerator<Found, void, void> {
  const entries = (await entriesOf(root, below)).filter(({ name }) => !name.startsWith('.'));
  const keyed = entries.map((entry) => ({ entry, key: sortKey(entry) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const { entry, key } of keyed) {
    const path = below + key;
    if (entry.isDirectory()) {
      if (mayHold(path, prefix)) yield* walk(root, prefix, path);
    } else if (path.startsWith(prefix)) {
      yield { path, link: entry.isSymbolicLink(), regular: entry.isFile() };
    }
  }
}
