import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Body, decode, gunzip } from '@ledgerline/core';
import { expect, test } from 'vitest';
import { dsr, dsrColumns } from '../src/index.ts';
import { streamsByRecording } from './example.ts';
import { chunked, fixture } from './reading.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const path = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

test('the example of the README is the one that is run here', () => {
  expect(readme).toContain(readFileSync(new URL('./example.ts', import.meta.url), 'utf8').trim());
});

test('the example adds up streams and refuses a message that is not whole', async () => {
  expect(Object.fromEntries(await streamsByRecording(path('audio.tsv')))).toEqual({
    '1/A1': 100n,
    '1/S1': 7n,
    '2/A2': 100n,
    '2/S2': 7n,
  });
  const part = path('DSR_InventedRecords_FictitiousTunes_premium_2026-03_multi_1of2_20260412T083000.tsv');
  await expect(streamsByRecording(part)).rejects.toThrow('do not use this message');
});

test('the README names every column of the decoder', () => {
  for (const column of dsrColumns) expect(readme).toContain(`\`${column}\``);
});

test('a connector decodes a body as the README says', async () => {
  const body: Body = { object: 'financial.tsv.gz', open: () => chunked(fixture('financial.tsv'), 333) };
  const source = decode(body, gunzip({ when: 'magic' }), dsr({ dialect: 'lenient' }));
  const observer = { claim: () => {}, evidence: () => {}, finding: () => {} };
  const { signal } = new AbortController();
  let amounts = '';
  for await (const batch of source.open({ signal, observer, batchRows: 2, bind: () => ['AllocatedNetRevenue'] })) {
    const { bytes, start, end } = batch.column('AllocatedNetRevenue');
    for (let at = 0; at < batch.length; at++) amounts += `${Buffer.from(bytes.subarray(start[at], end[at]))} `;
  }
  expect(amounts).toBe('3.5 0.25 -0.0875 0.175 ');
});
