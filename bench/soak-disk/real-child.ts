// One process with a lake on a real file system: does what it is told, word by word, and prints a line of JSON for each.
// Words: first, second (commit that revision), finish (commit the second when it is not there), look.
import { isLedgerlineError } from '@ledgerline/core';
import type { Config } from '../../packages/sink-filesystem/src/config.ts';
import { nodeFileSystem } from '../../packages/sink-filesystem/src/node-fs-system.ts';
import {
  draftOf,
  identityOf,
  key,
  openTestLake,
  problemsOf,
  stage,
  visible,
} from '../../packages/sink-filesystem/test/world.ts';
import { asCsv, csvHeader, revisions } from './documents.ts';

const [path = '', format = 'ndjson', ...words] = process.argv.slice(2);
const config: Config = { path, maxPartRows: 40, format: format === 'parquet' ? 'parquet' : 'ndjson' };

async function commit(index: number): Promise<object> {
  const given = revisions[index];
  if (given === undefined) throw new Error(`there is no revision ${index}`);
  const doc = config.format === 'parquet' ? asCsv(given) : given;
  try {
    const lake = await openTestLake(config);
    const header = config.format === 'parquet' ? { header: csvHeader } : {};
    const transaction = await lake.begin({ ...identityOf(doc), ...header });
    try {
      await stage(transaction, doc);
      await transaction.commit(draftOf(doc));
      return { committed: true };
    } catch (error) {
      await transaction.suspend().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    if (!isLedgerlineError(error)) return { committed: false, crash: String(error) };
    return { committed: false, code: error.code, message: error.message };
  }
}

async function finish(): Promise<object> {
  const lake = await openTestLake(config);
  const current = await lake.current(key);
  const result = current?.revision === revisions[1]?.revision ? { committed: true } : await commit(1);
  return { ...result, problems: await problemsOf(lake) };
}

/** What readers see, by the revision it belongs to. */
async function look(): Promise<object> {
  const lake = await openTestLake(config);
  const current = await lake.current(key);
  await visible(nodeFileSystem, path);
  return { revision: revisions.findIndex(({ revision }) => revision === current?.revision) };
}

const does: Readonly<Record<string, () => Promise<object>>> = {
  first: () => commit(0),
  second: () => commit(1),
  finish,
  look,
};
for (const word of words) console.log(JSON.stringify({ word, ...(await does[word]?.()) }));
