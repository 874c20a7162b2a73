import type { LakeProblem } from '@ledgerline/core';
import { walk } from '../files.ts';
import { historyDirectory } from '../layout.ts';
import type { View } from '../view.ts';
import type { PathSet } from './path-set.ts';

const deadLetters = '_dead-letters';

/** Files where readers look, or where superseded ones are kept, that no manifest names. */
export function* orphans({ fs, root }: View, expected: PathSet): Generator<LakeProblem, void, void> {
  for (const { name, directory } of fs.list(root) ?? []) {
    if (!directory) {
      if (!name.startsWith('_')) yield orphan(name);
      continue;
    }
    if (name.startsWith('_') && name !== deadLetters && name !== historyDirectory) continue;
    for (const below of walk(fs, `${root}/${name}`)) {
      const path = `${name}/${below}`;
      // The marks of the history lie beside its directories.
      if (name === historyDirectory && !below.includes('/')) continue;
      if (!expected.has(path)) yield orphan(path);
    }
  }
}

function orphan(path: string): LakeProblem {
  const next = path.startsWith(`${historyDirectory}/`)
    ? 'A prune was cut short: run `ledgerline lake prune` again with the same instant.'
    : 'Readers that glob the partitions count it: move it out of the lake.';
  return { code: 'FILE_ORPHANED', path, message: `No manifest names this file. ${next}` };
}
