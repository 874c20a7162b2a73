import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LakeRow } from '../contracts/sink.ts';
import { compareDeliveries } from './compare-deliveries.ts';

/** Rows of each delivery; millions with LEDGERLINE_DEEP. */
const count = process.env.LEDGERLINE_DEEP === undefined ? 20_000 : 2_000_000;
/** What a comparison may hold beside what was held before, whatever the number of rows. Units: bytes. */
const room = 200 * 1024 * 1024;

/** The rows of a delivery from `first` on, round and round; one of them has another amount. */
async function* rows(first: number, altered: number): AsyncGenerator<readonly LakeRow[], void, void> {
  for (let at = 0; at < count; at += 4096)
    yield Array.from({ length: Math.min(4096, count - at) }, (_, index): LakeRow => {
      const row = (first + at + index) % count;
      const isrc = `DEZZ1${String(row).padStart(7, '0')}`;
      const amount = row === altered ? '9.99' : `0.00${(row % 90) + 10}`;
      return {
        line: row + 2,
        cells: { isrc, territory: 'DE', period: '2026-03', saleType: 'stream', units: '1', amount, currency: 'EUR' },
      };
    });
}

test('deliveries are compared in memory that does not grow with them', { timeout: 300_000 }, async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'ledgerline-compare-'));
  const about = { revision: 'r', object: 'o', rejected: 0 };
  const before = process.memoryUsage.rss();
  let most = 0;
  const found: string[] = [];
  const watched = async function* (given: AsyncIterable<readonly LakeRow[]>) {
    for await (const batch of given) {
      most = Math.max(most, process.memoryUsage.rss() - before);
      yield batch;
    }
  };
  try {
    const { verdict } = await compareDeliveries({
      file: { rows: () => watched(rows(0, 77)), about },
      api: { rows: () => watched(rows(Math.floor(count / 3), -1)), about },
      ...{ scratch, signal: new AbortController().signal },
      onDifference: ({ key, file }) => found.push(`${key.isrc} line ${file?.line}`),
    });
    most = Math.max(most, process.memoryUsage.rss() - before);
    expect([verdict, found]).toEqual(['different', ['DEZZ10000077 line 79']]);
    expect(most).toBeLessThan(room);
    if (count > 1_000_000) console.log(`two deliveries of ${count} rows: ${Math.round(most / 1024 / 1024)} MB at most`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
