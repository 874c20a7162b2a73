import { readFileSync } from 'node:fs';
import type { ClaimedTotals, OpenRows, RowCursor } from '@ledgerline/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { financeDecoder } from '../src/finance-decoder.ts';

const store = readFileSync(new URL('fixtures/store.txt', import.meta.url));
const newer = readFileSync(new URL('fixtures/s1-newer.txt', import.meta.url));

interface Options {
  readonly resume?: RowCursor;
  readonly batchRows?: number;
  readonly chunkBytes?: number;
  readonly period?: string;
}

/** Decodes a document whole: its rows, cursors and what it says about itself. */
async function decodeAll(bytes: Buffer, { resume, batchRows = 2, chunkBytes = 7, period = '2026-02' }: Options = {}) {
  const claims: ClaimedTotals[] = [];
  const findings: string[] = [];
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const request: OpenRows & { object: string } = {
    object: 'file',
    batchRows,
    signal: new AbortController().signal,
    observer: { evidence() {}, claim: (claim) => void claims.push(claim), finding: (code) => void findings.push(code) },
    bind: (header) => header,
    ...(resume === undefined ? {} : { resume }),
  };
  const rows: (string | undefined)[] = [];
  const cursors: RowCursor[] = [];
  for await (const batch of financeDecoder({ period, fileName: () => 'file' }).rows(chunks(), request)) {
    cursors.push(batch.cursor);
    for (let row = 0; row < batch.length; row += 1) rows.push(batch.row(row).get('Apple Identifier'));
  }
  return { rows, cursors, claims, findings };
}

test('wherever the chunks fall, the rows and claims are the same', async () => {
  for (const bytes of [store, newer]) {
    const { cursors: _, ...whole } = await decodeAll(bytes, { chunkBytes: bytes.length });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (chunkBytes) => {
        const { cursors: _, ...pieces } = await decodeAll(bytes, { chunkBytes });
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  }
});

test('a resumed reading gives the rest of the rows and the claims of all of them', async () => {
  for (const bytes of [store, newer]) {
    const whole = await decodeAll(bytes, { batchRows: 1 });
    for (const [index, resume] of whole.cursors.entries()) {
      const rest = await decodeAll(bytes, { batchRows: 1, resume });
      expect(rest.rows).toEqual(whole.rows.slice(index + 1));
      expect(rest.claims).toEqual(whole.claims);
    }
  }
});

test('a document that changed before the cursor is not continued', async () => {
  const [resume] = (await decodeAll(store, { batchRows: 1 })).cursors;
  const changed = Buffer.from(store.toString().replace('Undertow', 'Overtow!'));
  await expect(decodeAll(changed, { batchRows: 1, resume: resume! })).rejects.toMatchObject({
    code: 'RESUME_MISMATCH',
  });
});

test('dates that cannot be read leave the file unchecked, and say so', async () => {
  const odd = Buffer.from(store.toString().replaceAll('02/01/2026', 'February'));
  const { findings, rows } = await decodeAll(odd);
  expect([findings, rows.length]).toEqual([['DATES_UNCHECKED'], 3]);
});

test('a file of another month is refused before a row is given', async () => {
  for (const bytes of [store, newer]) {
    await expect(decodeAll(bytes, { period: '2026-03-01--2026-03-28' })).rejects.toMatchObject({
      code: 'WRONG_REPORT',
      disposition: 'retry',
    });
  }
});
