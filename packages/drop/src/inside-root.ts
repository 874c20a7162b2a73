import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { PayloadError } from '@ledgerline/core';

/** Whether a real path lies below a real root. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The absolute path of a file of the drop; links are resolved, and must stay below the root. */
export async function resolveInside(root: string, path: string): Promise<string> {
  const segments = path.split('/');
  const plain = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  const target = plain && !path.includes('\0') ? await realpath(join(root, ...segments)) : undefined;
  if (target === undefined || !isInside(await realpath(root), target)) {
    throw new PayloadError(`${path} does not lie inside the drop; only files below its root are opened.`, {
      code: 'FILE_OUTSIDE',
      details: { path },
    });
  }
  return target;
}
