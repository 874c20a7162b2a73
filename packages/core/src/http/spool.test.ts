import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Spool } from './spool.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-spool-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function contentOf(spool: Spool): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of spool.stream(new AbortController().signal)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('a spool keeps its bytes and leaves no name behind that a kill could strand', async () => {
  const spool = await Spool.open({ folder, identity: ['a'], reading: 1 });
  await spool.restart(['sha256']);
  await spool.append(Buffer.from('some '));
  await spool.append(Buffer.from('bytes'));
  await spool.settle();
  if (platform() !== 'win32') expect(readdirSync(folder)).toEqual([]);
  expect(await contentOf(spool)).toBe('some bytes');
  await spool.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('two readings of one document do not share their bytes', async () => {
  const spools = await Promise.all([1, 2].map((reading) => Spool.open({ folder, identity: ['a'], reading })));
  for (const [index, spool] of spools.entries()) {
    await spool.restart([]);
    await spool.append(Buffer.from(`reading ${index}`));
    await spool.settle();
  }
  expect(await Promise.all(spools.map(contentOf))).toEqual(['reading 0', 'reading 1']);
  for (const spool of spools) await spool.close();
});
