import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createSystemClock } from '@ledgerline/core/runtime';
import { lines, slices } from '../../packages/sink-filesystem/src/files.ts';
import { Ledger } from '../../packages/sink-filesystem/src/ledger.ts';
import { nodeFileSystem } from '../../packages/sink-filesystem/src/node-fs-system.ts';
import { openLake } from '../../packages/sink-filesystem/src/open-lake.ts';
import { committedDeadLetters, committedFiles } from '../../packages/sink-filesystem/src/snapshot.ts';

/** What readers see of a lake. */
export interface Seen {
  /** SHA-256 of every committed file's bytes by path, and of the dead letters. */
  readonly digest: string;
  /** How often each row is there: by report and line. */
  readonly rows: ReadonlyMap<string, number>;
}

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

function viewOf(folder: string) {
  const root = join(folder, 'lake');
  return { fs: nodeFileSystem, root, ledger: new Ledger(nodeFileSystem, root) };
}

/** Reads a lake as it is, without a lock and without finishing anything. */
export async function look(folder: string, { withRows = true } = {}): Promise<Seen> {
  const view = viewOf(folder);
  const all = createHash('sha256');
  const rows = new Map<string, number>();
  for await (const { path, absolutePath, sha256 } of committedFiles(view)) {
    const file = createHash('sha256');
    for (const slice of slices(view.fs, absolutePath)) file.update(slice);
    const digest = file.digest('hex');
    if (digest !== sha256) throw new Error(`${path} is not what its manifest says`);
    all.update(`${path} ${digest}\n`);
    if (!withRows) continue;
    for (const line of lines(view.fs, absolutePath)) {
      const { source } = JSON.parse(line) as { readonly source: { readonly report: string; readonly line: number } };
      const id = `${source.report} ${source.line}`;
      rows.set(id, (rows.get(id) ?? 0) + 1);
    }
  }
  for await (const { id } of committedDeadLetters(view, undefined)) all.update(`${id}\n`);
  return { digest: all.digest('hex'), rows };
}

/** The sequences of every report in the ledger. */
export function sequencesOf(folder: string): readonly (readonly number[])[] {
  const { ledger } = viewOf(folder);
  return ledger.hashes().map((report) => ledger.sequences(report));
}

/** Every problem that `lake verify` tells. */
export async function verify(folder: string): Promise<readonly string[]> {
  const lake = await openLake({ path: join(folder, 'lake') }, { clock: createSystemClock(), log: silent });
  const found: string[] = [];
  for await (const { code, path } of lake.verify?.() ?? []) found.push(`${code} ${path}`);
  await lake.close();
  return found;
}

/** Rows of `expected` that are not there, and rows that are there more often. */
export function compareRows(expected: Seen, found: Seen): { readonly lost: number; readonly doubled: number } {
  let lost = 0;
  let doubled = 0;
  for (const id of expected.rows.keys()) if (!found.rows.has(id)) lost += 1;
  for (const [id, count] of found.rows) doubled += count - Math.min(count, expected.rows.get(id) ?? 0);
  return { lost, doubled };
}
