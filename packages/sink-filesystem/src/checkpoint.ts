import type { CheckpointState } from '@ledgerline/core';
import type { FileSystem } from './file-system.ts';
import { readText, removeTree, walk, writeDurably } from './files.ts';
import { stagedName } from './layout.ts';
import type { Part } from './parts.ts';
import type { Step } from './steps.ts';

/** What is durable in a staging: the lengths of its parts, and the state that belongs to exactly these rows. */
export interface Checkpoint {
  readonly checkpointVersion: 1;
  readonly state: CheckpointState;
  readonly parts: readonly Part[];
}

const recordName = 'checkpoint.json';

function isCheckpoint(value: unknown): value is Checkpoint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'checkpointVersion' in value &&
    value.checkpointVersion === 1 &&
    'state' in value &&
    'parts' in value &&
    Array.isArray(value.parts)
  );
}

/** Replaces the checkpoint record of a staging whose parts are durable already. */
export async function writeCheckpoint(fs: FileSystem, root: string, checkpoint: Checkpoint, step: Step): Promise<void> {
  const next = `${root}/${recordName}.next`;
  await writeDurably(fs, next, JSON.stringify(checkpoint));
  step('checkpoint:before-rename');
  fs.rename(next, `${root}/${recordName}`);
  step('checkpoint:after-rename');
  await fs.syncDirectory(root);
}

function readCheckpoint(fs: FileSystem, root: string): Checkpoint | undefined {
  const path = `${root}/${recordName}`;
  if (fs.size(path) === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(readText(fs, path));
    return isCheckpoint(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Takes a staging back to its last checkpoint: longer parts are cut, later parts removed.
 *
 * Answers undefined, with the staging gone, when there is no checkpoint or the files do not bear it out.
 */
export function restoreCheckpoint(fs: FileSystem, root: string): Checkpoint | undefined {
  const checkpoint = readCheckpoint(fs, root);
  const recorded = new Map(
    checkpoint?.parts.map((part) => [`${part.directory}/${stagedName(part.index, part.extension)}`, part.bytes]),
  );
  const whole = [...recorded].every(([path, bytes]) => (fs.size(`${root}/${path}`) ?? -1) >= bytes);
  if (!checkpoint || !whole) {
    removeTree(fs, root);
    return undefined;
  }
  for (const path of walk(fs, root)) {
    const bytes = recorded.get(path);
    if (bytes !== undefined) fs.truncate(`${root}/${path}`, bytes);
    else if (path !== recordName) fs.remove(`${root}/${path}`);
  }
  return checkpoint;
}
