import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { type Examined, examine, type FileConfig, type Preset } from '@ledgerline/connector-file';
import { type Clock, ConfigError, isLedgerlineError, type LedgerlineError } from '@ledgerline/core';
import { openDrop } from '@ledgerline/drop';

/** Files of one folder, by their path in it. */
export interface ImportFolder {
  readonly root: string;
  readonly paths: readonly string[];
}

/** A file as far as it could be examined. */
export type Looked =
  | { readonly path: string; readonly found: Examined }
  | { readonly path: string; readonly error: LedgerlineError };

/**
 * Puts named files under one folder: the working directory where they lie in it, else their own.
 *
 * Errors: ConfigError `FILE_MISSING` for what is no file, `IMPORT_UNCLEAR` for files of several places.
 */
export function importFolder(names: readonly string[], cwd: string): ImportFolder {
  const files = names.map((name) => resolve(cwd, name));
  for (const [index, path] of files.entries())
    if (!statSync(path, { throwIfNoEntry: false })?.isFile())
      throw new ConfigError(`There is no file ${names[index]}; check the name.`, { code: 'FILE_MISSING' });
  const inside = files.every((path) => !relative(cwd, path).startsWith('..'));
  const roots = new Set(inside ? [cwd] : files.map((path) => dirname(path)));
  const [root = cwd, other] = roots;
  if (other !== undefined)
    throw new ConfigError('The files lie in several folders; import those of one folder at a time.', {
      code: 'IMPORT_UNCLEAR',
    });
  return { root, paths: [...new Set(files.map((path) => relative(root, path).split(sep).join('/')))] };
}

/** Examines every file, so that all that is wrong is told at once. */
export async function lookAt(
  { root, paths }: ImportFolder,
  preset: Preset,
  { dialect }: Pick<FileConfig, 'dialect'>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly Looked[]> {
  const drop = openDrop({ kind: 'directory', path: root }, { clock });
  const looked: Looked[] = [];
  for (const path of paths) {
    try {
      looked.push({ path, found: await examine(drop.body(path), { preset, dialect, signal }) });
    } catch (error) {
      if (!isLedgerlineError(error) || error.code === 'CANCELLED') throw error;
      looked.push({ path, error });
    }
  }
  return looked;
}
