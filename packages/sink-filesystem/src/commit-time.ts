import type { Environment } from './environment.ts';
import { readText } from './files.ts';
import { ledgerDirectory } from './layout.ts';
import type { LedgerRecord } from './ledger-record.ts';

/** Beyond this a Date is invalid (ECMA-262, time values). */
const maxTimeMs = 8.64e15;

/**
 * The instant of a commit: later than every commit before it in this lake, even when the clock was set back.
 *
 * The lake's lock must be held. The last instant is noted beside the ledger without a flush: a power cut may lose the note, and
 * then the report's own last commit still bounds it.
 */
export function commitTime(environment: Environment, previous: LedgerRecord | undefined): string {
  const { clock, fs, log, root } = environment;
  const path = `${root}/${ledgerDirectory}/last-commit.txt`;
  const noted = fs.size(path) === undefined ? Number.NaN : Date.parse(readText(fs, path).trim());
  const own = previous === undefined ? Number.NaN : Date.parse(previous.committedAt);
  const last = Math.max(...[noted, own].filter((at) => at < maxTimeMs), Number.NEGATIVE_INFINITY);
  const wall = clock.wall();
  if (wall < last) log.warn('lake.clock-behind', { lastCommit: new Date(last).toISOString() });
  const committedAt = new Date(Math.max(wall, last + 1)).toISOString();
  fs.remove(`${path}.next`);
  const handle = fs.openAppend(`${path}.next`);
  try {
    fs.write(handle, new TextEncoder().encode(`${committedAt}\n`));
  } finally {
    fs.close(handle);
  }
  fs.rename(`${path}.next`, path);
  return committedAt;
}
