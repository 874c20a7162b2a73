import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { runCommand } from './run-command.ts';

interface CommittedFile {
  readonly path: string;
  readonly absolutePath: string;
}

/** The files that `ledgerline lake files` prints for the project in `folder`. */
export function committedFiles(folder: string): readonly CommittedFile[] {
  return JSON.parse(runCommand({ folder }, 'lake', 'files', '--json').output).files;
}

/** SHA-256 of every committed file by its path in the lake. */
export function lakeDigest(folder: string): Record<string, string> {
  return Object.fromEntries(
    committedFiles(folder).map(({ path, absolutePath }) => [
      path,
      createHash('sha256').update(readFileSync(absolutePath)).digest('hex'),
    ]),
  );
}
