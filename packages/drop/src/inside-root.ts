import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { isPlainPath } from './entry.ts';
import { outsideError } from './file-error.ts';

/** Whether a real path lies below a real root. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The absolute path of a file of the drop; links are resolved, and must stay below the root. */
export async function resolveInside(root: string, path: string): Promise<string> {
  const target = isPlainPath(path) ? await realpath(join(root, ...path.split('/'))) : undefined;
  if (target === undefined || !isInside(await realpath(root), target)) {
    throw outsideError(path);
  }
  return target;
}
