import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AsOf,
  type Clock,
  type DeadLetter,
  type Manifest,
  type OpenSink,
  type ReportKey,
  reportId,
} from '@ledgerline/core';
import { FolderTransaction } from './folder-transaction.ts';

/** The sink over a folder: `reports/ID/SEQUENCE/` is what is committed, `staging/ID/` what is not. */
export function openFolder(path: string, clock: Clock): OpenSink {
  const committed = join(path, 'reports');
  mkdirSync(committed, { recursive: true });
  const nameOf = (key: ReportKey): string => createHash('sha256').update(reportId(key)).digest('hex').slice(0, 16);
  const under = new Set<FolderTransaction>();

  /** Every revision of a report, oldest first. */
  function revisions(name: string): Manifest[] {
    const folder = join(committed, name);
    const sequences = existsSync(folder) ? readdirSync(folder).map(Number) : [];
    return sequences
      .sort((left, right) => left - right)
      .map((sequence) => JSON.parse(readFileSync(join(folder, String(sequence), 'manifest.json'), 'utf8')));
  }

  /** The revisions in force, now or then. */
  function inForce({ asOf }: AsOf = {}): Manifest[] {
    const all = readdirSync(committed).map(revisions);
    const until = asOf === undefined ? undefined : (lastOfRun(all.flat(), asOf) ?? asOf);
    return all.flatMap((manifests) => {
      const known = manifests.filter(({ committedAt }) => until === undefined || committedAt <= until);
      return known.slice(-1);
    });
  }

  function* letters(manifest: Manifest): Generator<DeadLetter> {
    for (const { path: file } of manifest.deadLetters)
      for (const line of readFileSync(join(path, file), 'utf8').split('\n').slice(0, -1)) yield JSON.parse(line);
  }

  return {
    accepts: 'bytes',
    encoding: 'ndjson',
    current: async (key) => revisions(nameOf(key)).at(-1),
    async *manifests({ history = false } = {}) {
      yield* history ? readdirSync(committed).flatMap(revisions) : inForce();
    },
    async *files(options) {
      for (const manifest of inForce(options))
        for (const file of manifest.files) yield { ...file, absolutePath: join(path, file.path) };
    },
    async *deadLetters(key) {
      const wanted = key === undefined ? inForce() : revisions(nameOf(key)).slice(-1);
      for (const manifest of wanted) yield* letters(manifest);
    },
    async begin(identity) {
      const name = nameOf(identity.report);
      const transaction = new FolderTransaction({
        identity,
        root: path,
        clock,
        name,
        last: () => revisions(name).at(-1),
        ended: () => under.delete(transaction),
      });
      under.add(transaction);
      return transaction;
    },
    async close() {
      for (const transaction of under) await transaction.suspend();
    },
  };
}

/** When a run committed for the last time. */
function lastOfRun(manifests: readonly Manifest[], run: string): string | undefined {
  return manifests
    .flatMap((manifest) => (manifest.run === run ? [manifest.committedAt] : []))
    .sort()
    .at(-1);
}
