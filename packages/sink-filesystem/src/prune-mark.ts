import type { FileSystem } from './file-system.ts';
import { readText, writeDurably } from './files.ts';
import { historyDirectory } from './layout.ts';

function markPath(root: string): string {
  return `${root}/${historyDirectory}/pruned-before.txt`;
}

/** Superseded revisions whose successor was committed before this instant (ISO) are not kept; undefined when none was ever pruned. */
export function prunedBefore(fs: FileSystem, root: string): string | undefined {
  const path = markPath(root);
  if (fs.size(path) === undefined) return undefined;
  const text = readText(fs, path).trim();
  return Number.isNaN(Date.parse(text)) ? undefined : text;
}

/** Notes durably that what was superseded before an instant may be gone. */
export async function markPruned(fs: FileSystem, root: string, before: string): Promise<void> {
  const path = markPath(root);
  await writeDurably(fs, `${path}.next`, `${before}\n`);
  fs.rename(`${path}.next`, path);
  await fs.syncDirectory(`${root}/${historyDirectory}`);
}
