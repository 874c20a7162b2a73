import { openDrop } from '@ledgerline/drop';
import { createFakeBucket } from '@ledgerline/drop/mock';
import { getResponse } from 'msw';
import { expect, test } from 'vitest';
import { contextOf } from './context.ts';

test('a page that counts more keys than it has fails the listing', async () => {
  const fake = createFakeBucket();
  for (const path of ['a.csv', 'b.csv']) fake.tree.put(path, path);
  const config = fake.config();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await getResponse([...fake.handlers], new Request(input, init));
    const xml = await response?.text();
    return new Response(xml?.replace(/<Contents>.*?<\/Contents>/, ''));
  };
  await expect(Array.fromAsync(openDrop(config, contextOf(config, fetch)).list())).rejects.toMatchObject({
    code: 'LISTING_UNEXPECTED',
    message: expect.stringContaining('counts 2 keys on a page and has 1'),
  });
});
