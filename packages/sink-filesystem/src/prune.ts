import type { LakePruned } from '@ledgerline/core';
import type { Environment } from './environment.ts';
import { removeTree, walk } from './files.ts';
import { historyDirectory } from './layout.ts';
import { markPruned, prunedBefore } from './prune-mark.ts';

/** Removes the kept files of revisions that were superseded before an instant; the mark comes first, so that a killed prune leaves no riddle. */
export function prune(environment: Environment, before: number): Promise<LakePruned> {
  const { exclusive, fs, ledger, root, step } = environment;
  return exclusive(async () => {
    const history = `${root}/${historyDirectory}`;
    if (fs.list(history) === undefined) return { files: 0, bytes: 0 };
    const marked = prunedBefore(fs, root);
    const until = Math.max(before, marked === undefined ? before : Date.parse(marked));
    await markPruned(fs, root, new Date(until).toISOString());
    step('prune:marked');
    let files = 0;
    let bytes = 0;
    for (const { name: report, directory } of fs.list(history) ?? []) {
      if (!directory) continue;
      const sequences = new Set(ledger.sequences(report));
      for (const { name } of fs.list(`${history}/${report}`) ?? []) {
        const successor = Number(name) + 1;
        if (!sequences.has(successor) || Date.parse(ledger.read(report, successor).committedAt) >= until) continue;
        const path = `${history}/${report}/${name}`;
        for (const file of walk(fs, path)) {
          files += 1;
          bytes += fs.size(`${path}/${file}`) ?? 0;
        }
        step('prune:remove');
        removeTree(fs, path);
      }
      fs.removeDirectory(`${history}/${report}`);
    }
    await fs.syncDirectory(history);
    return { files, bytes };
  });
}
