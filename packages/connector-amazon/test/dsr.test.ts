import { expect, test } from 'vitest';
import { createScene, only } from './scene.ts';

test.each([
  [{ gzip: false, files: 1 }],
  [{ gzip: true, files: 1, version: '1.3' as const }],
  [{ gzip: true, files: 3, blocks: 7 }],
])('a DSR message in Amazon’s dialect is read whole: %o', async (options) => {
  const scene = await createScene({ feed: 'dsr' });
  const { totals } = scene.fake.addDsrMessage(options);
  const outcome = only(await scene.run());
  expect(outcome).toMatchObject({
    verdict: 'complete',
    effect: 'committed',
    accepted: totals.rows,
    rejected: 0,
    units: totals.units,
  });
  const items = await scene.items();
  for (const { title, territory, period, amount } of items) {
    expect(title).toMatch(/ \| \\o\/$/);
    expect([territory, period, amount]).toEqual(['GB', '2026-07', undefined]);
  }
});

test('a message waits for its files and for the sign that they are all there', async () => {
  const scene = await createScene({ feed: 'dsr', config: { dsrSemaphore: 'ctrl' } });
  const { files, ctrl } = scene.fake.addDsrMessage({ files: 2 });
  const [first, second] = files;
  if (first === undefined || second === undefined) throw new Error('no files');
  const status = async () => (await scene.plan()).map((entry) => `${entry.status} ${entry.code ?? ''}`.trim());
  expect(await status()).toEqual(['not-ready REPORT_NOT_READY']);
  scene.fake.tree.put(ctrl, '');
  expect(await status()).toEqual(['new']);
  scene.fake.tree.remove(second.path);
  expect(await status()).toEqual(['not-ready REPORT_NOT_READY']);
});

test('the newest issue of a message counts, statements and strays are skipped', async () => {
  const scene = await createScene({ feed: 'dsr' });
  scene.fake.addDsrMessage({ blocks: 3 });
  const { totals } = scene.fake.addDsrMessage({ blocks: 4, createdAt: '20260901T000000' });
  scene.fake.addStatement();
  scene.fake.tree.put('unnamed.tsv', 'HEAD\tx\n');
  const plan = (await scene.plan()).map(({ status, code, reason = '' }) => `${status} ${code ?? reason}`);
  expect(plan).toEqual([
    'skip not a DSR message',
    'problem DSR_NAME_UNKNOWN',
    expect.stringMatching(/^skip superseded by .*20260901T000000\.tsv$/),
    'new ',
  ]);
  await scene.run();
  expect(await scene.items()).toHaveLength(totals.rows);
});
