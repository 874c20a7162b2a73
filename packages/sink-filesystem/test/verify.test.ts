import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sealRecord } from '../src/ledger-record.ts';
import { csvRecords } from '../src/verify/csv-records.ts';
import { all, document, draftOf, identityOf, ingest, key, openTestLake, stage } from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const first = document('first', 10, ['DE', 'FR', 'US']);
const second = document('second', 4, ['DE', 'JP']);

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const named = (part: string) => filesBelow(folder).find((path) => path.includes(part)) ?? `no ${part}`;
const manifest = (sequence: number) => named(`/${sequence}.json`);

/** Rewrites a manifest as somebody with an editor would, digest and all when they know of it. */
function edit(sequence: number, change: (record: Record<string, unknown>) => void, digestToo = false): void {
  const path = manifest(sequence);
  const { digest, ...record } = JSON.parse(readFileSync(path, 'utf8'));
  change(record);
  writeFileSync(path, JSON.stringify(digestToo ? sealRecord(record) : { ...record, digest }, undefined, 1));
}

const damages: readonly { readonly what: string; readonly damage: () => void; readonly found: readonly string[] }[] = [
  { what: 'nothing', damage: () => undefined, found: [] },
  { what: 'a lost file', damage: () => rmSync(named('territory=JP')), found: ['FILE_MISSING'] },
  { what: 'a file cut short', damage: () => truncateSync(named('territory=JP'), 9), found: ['FILE_LENGTH'] },
  {
    what: 'a digit changed in place',
    damage() {
      const path = named('territory=JP');
      writeFileSync(path, readFileSync(path, 'utf8').replace('0.10', '0.11'));
    },
    found: ['FILE_CHANGED'],
  },
  {
    what: 'a superseded file changed',
    damage() {
      const path = named('_history');
      writeFileSync(path, readFileSync(path, 'utf8').replace('1', '2'));
    },
    found: ['FILE_CHANGED'],
  },
  { what: 'a lost superseded file', damage: () => rmSync(named('_history')), found: ['FILE_MISSING'] },
  {
    what: 'a file nobody committed',
    damage: () => cpSync(named('territory=JP'), `${named('territory=JP')}.copy.ndjson`),
    found: ['FILE_ORPHANED'],
  },
  {
    what: 'a stranger in staging',
    damage: () => mkdirSync(join(folder, '_staging', 'notes')),
    found: ['STAGING_STRAY'],
  },
  {
    what: 'an amount in a manifest edited',
    damage: () => edit(2, (record) => Object.assign((record.totals as object[])[0] ?? {}, { amount: '9.99' })),
    found: ['MANIFEST_EDITED'],
  },
  {
    what: 'an amount in a manifest edited, digest too',
    damage: () => edit(2, (record) => Object.assign((record.totals as object[])[0] ?? {}, { amount: '9.99' }), true),
    found: ['TOTALS_DIFFER'],
  },
  {
    what: 'a superseded manifest edited, digest too',
    damage: () => edit(1, (record) => Object.assign(record, { object: 'other.tsv' }), true),
    found: ['MANIFEST_CHAIN_BROKEN'],
  },
  {
    what: 'a manifest that is no JSON',
    damage: () => appendFileSync(manifest(1), '}'),
    found: ['MANIFEST_UNREADABLE'],
  },
  { what: 'a lost manifest', damage: () => rmSync(manifest(1)), found: ['MANIFEST_MISSING'] },
  {
    what: 'a manifest under the name of another report',
    damage: () => renameSync(dirname(manifest(2)), join(folder, '_ledger', '0123456789abcdef')),
    found: ['MANIFEST_MISPLACED', 'MANIFEST_MISPLACED'],
  },
];

test.each(damages)('verify finds $what, and names the place and the next step', async ({ damage, found }) => {
  const lake = await openTestLake({ path: folder });
  await ingest(lake, first);
  await ingest(lake, second);
  damage();
  const reader = await openTestLake({ path: folder });
  const problems = reader.verify === undefined ? [] : await all(reader.verify());
  const codes = problems.map(({ code }) => code);
  // What a lost manifest named is nobody's then.
  expect(codes.filter((code) => code !== 'FILE_ORPHANED' || found.includes(code))).toEqual(found);
  for (const { path, message } of problems) {
    expect(path.startsWith('/')).toBe(false);
    expect(message).toMatch(/(restore|remove|move|run|keep) .*\./i);
  }
});

test('a lake with an edited manifest answers for it with an error, and refuses to supersede it', async () => {
  const lake = await openTestLake({ path: folder });
  await ingest(lake, first);
  edit(1, (record) => Object.assign(record, { object: 'other.tsv' }));
  const error = { code: 'SINK_LEDGER_EDITED', message: expect.stringContaining('1.json was changed after') };
  await expect(lake.current(key)).rejects.toMatchObject(error);
  const transaction = await lake.begin(identityOf(second));
  await stage(transaction, second);
  await expect(transaction.commit(draftOf(second))).rejects.toMatchObject(error);
  await transaction.abandon();
});

describe('a verification counts what it read', () => {
  test.each(['none', 'gz', 'zstd'] as const)('with compress %s', async (compress) => {
    const lake = await openTestLake({ path: folder, compress, maxPartRows: 3 });
    await ingest(lake, first);
    await ingest(lake, second);
    const verifying = lake.verify?.();
    const { value, done } = (await verifying?.next()) ?? {};
    expect(done).toBe(true);
    expect(value).toMatchObject({ reports: 1, manifests: 2, problems: 0, rows: 19 + 2 + 7 + 2 });
  });
});

test('CSV comes apart as it was put together, wherever it was cut', async () => {
  const cell = fc.option(fc.stringMatching(/^[a",\n\r ]{1,6}$/), { nil: undefined });
  const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(records, fc.integer({ min: 1, max: 9 }), async (given, step) => {
      const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
      const text = given.map((cells) => `${cells.map((one) => quoted(one ?? '')).join(',')}\n`).join('');
      async function* pieces() {
        for (let at = 0; at < text.length; at += step) yield text.slice(at, at + step);
      }
      expect(await all(csvRecords(pieces()))).toEqual(given);
    }),
  );
});
