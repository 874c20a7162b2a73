import type { LakeFile, LakeProblem, LakeVerified } from '@ledgerline/core';
import type { Environment } from '../environment.ts';
import { parseStagingName, stagingDirectory } from '../layout.ts';
import { orphans } from './orphans.ts';
import { PathSet } from './path-set.ts';
import { readLedger } from './read-ledger.ts';
import { openReader } from './reader.ts';
import { verifyRecord } from './verify-record.ts';

/**
 * Reads a whole lake and compares it with its manifests.
 *
 * Order: manifest by manifest, then files that nobody names. Memory: one manifest, one slice of one file, eight bytes a file name.
 */
export async function* verifyLake(environment: Environment): AsyncGenerator<LakeProblem, LakeVerified, void> {
  const expected = new PathSet();
  const read = { reports: 0, manifests: 0, files: 0, rows: 0, bytes: 0, problems: 0 };
  const reader = openReader(environment);
  try {
    for await (const problem of problemsOf(environment, reader, expected, read)) {
      read.problems += 1;
      yield problem;
    }
  } finally {
    reader.close();
  }
  return read;
}

type Counts = { -readonly [K in keyof LakeVerified]: LakeVerified[K] };

async function* problemsOf(
  environment: Environment,
  reader: ReturnType<typeof openReader>,
  expected: PathSet,
  read: Counts,
): AsyncGenerator<LakeProblem, void, void> {
  for (const report of environment.ledger.hashes()) {
    read.reports += 1;
    for (const { record, isInForce, problems, mayBeTrusted } of readLedger(environment, report)) {
      yield* problems;
      if (record === undefined) continue;
      read.manifests += 1;
      const seen = (file: LakeFile, path: string) => {
        expected.add(path);
        read.files += 1;
        read.rows += file.rows;
        read.bytes += file.bytes;
      };
      yield* verifyRecord(environment, { reader, report, record, isInForce, mayBeTrusted, seen });
    }
  }
  yield* orphans(environment, expected);
  yield* strayStagings(environment);
}

/** Names in the staging that no sync of this version gave. */
function* strayStagings({ fs, root }: Environment): Generator<LakeProblem, void, void> {
  for (const { name } of fs.list(`${root}/${stagingDirectory}`) ?? [])
    if (parseStagingName(name) === undefined)
      yield {
        code: 'STAGING_STRAY',
        path: `${stagingDirectory}/${name}`,
        message: 'No sync of Ledgerline made this. Remove it.',
      };
}
