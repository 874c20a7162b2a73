import { generateStatement, type StatementOptions } from '@ledgerline/connector-amazon/mock';
import { writeZip } from '@ledgerline/drop/mock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScene, only } from './scene.ts';

test.each<StatementOptions>([
  { rows: 60, albumEvery: 5, returnEvery: 7, unidentifiedEvery: 11 },
  { rows: 60, members: 3, bom: true, crlf: true },
  { pack: 'csv', shuffleColumns: true, extraColumns: ['DISCOVERY MODE', 'X,Y'] },
  { currency: 'JPY', territory: 'JP', currencyColumn: true, returnEvery: 4 },
  { currency: 'GBP', territory: 'GB', service: 'Unlimited Family', currencyColumn: true, monthFolder: 'July 2026' },
])('a statement adds up to its totals, exactly: %o', async (options) => {
  const scene = await createScene();
  const { totals } = scene.fake.addStatement(options);
  const outcome = only(await scene.run());
  expect(outcome).toMatchObject({ verdict: 'complete', effect: 'committed', read: totals.rows, rejected: 0 });
  expect([outcome.units, outcome.amounts]).toEqual([totals.units, totals.amounts]);
  const items = await scene.items();
  expect(items.filter(({ saleType }) => saleType === 'stream return')).toHaveLength(totals.returns);
  const { territory = 'DE', service = 'Prime', currency = 'EUR' } = options;
  expect(new Set(items.map((item) => [item.territory, item.tier, item.currency, item.period].join()))).toEqual(
    new Set([[territory, service, currency, '2026-07'].join()]),
  );
});

test('any statement adds up to its totals', async () => {
  const scene = await createScene({ config: { currencies: [] } });
  const every = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
  const shape = fc.record(
    {
      seed: fc.integer({ min: 1, max: 10_000 }),
      rows: fc.integer({ min: 1, max: 80 }),
      members: fc.integer({ min: 1, max: 3 }),
      currency: fc.constantFrom('EUR', 'USD', 'GBP', 'JPY'),
      returnEvery: every,
      albumEvery: every,
      shuffleColumns: fc.boolean(),
      crlf: fc.boolean(),
    },
    { requiredKeys: ['seed', 'rows', 'currency'] },
  );
  let number = 0;
  await fc.assert(
    fc.asyncProperty(shape, async (options) => {
      number += 1;
      for (const path of scene.fake.tree.files.keys()) scene.fake.tree.remove(path);
      const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
      const { totals } = scene.fake.addStatement({ ...given, name: `n-${number}`, currencyColumn: true });
      const outcome = only(await scene.run());
      expect(outcome).toMatchObject({ effect: 'committed', units: totals.units, amounts: totals.amounts });
    }),
    { numRuns: 12 },
  );
});

test('both transports give the same line items, byte for byte', async () => {
  const seen: string[] = [];
  for (const kind of ['s3', 'sftp'] as const) {
    const scene = await createScene({ kind });
    scene.fake.addStatement({ rows: 40, members: 2, returnEvery: 6 });
    scene.fake.addStatement({ rows: 10, service: 'Unlimited', name: 'a b+c', pack: 'csv' });
    await scene.run();
    seen.push(JSON.stringify(await scene.items()));
  }
  expect(seen[0]).toBe(seen[1]);
  expect(JSON.parse(seen[0] ?? '')).toHaveLength(50);
});

test('album rows go by UPC with its leading zero, and rows without any identifier stay', async () => {
  const scene = await createScene();
  scene.fake.addStatement({ rows: 12, albumEvery: 3, unidentifiedEvery: 4 });
  expect(only(await scene.run())).toMatchObject({ effect: 'committed', accepted: 12 });
  const items = await scene.items();
  const albums = items.filter(({ isrc, upc }) => isrc === undefined && upc !== undefined);
  expect(albums).toHaveLength(3);
  for (const { upc } of albums) expect(upc).toMatch(/^0\d{11}$/);
  expect(items.filter(({ upc }) => upc === undefined)).toHaveLength(3);
});

test('COST is the money only when the configuration says so', async () => {
  const header = 'UPC,ISRC,UNITS,COST,AMOUNT';
  for (const [config, amount] of [
    [{}, '2'],
    [{ amount: 'COST' }, '1'],
  ] as const) {
    const scene = await createScene({ config });
    scene.fake.tree.put('DE/202607/Prime/x.csv', `${header}\n,QZLGR2600001,1,1,2\n`);
    expect(only(await scene.run()).amounts).toEqual({ EUR: amount });
  }
});

test('returns keep their sign; positive ones are a finding and are not turned round', async () => {
  const scene = await createScene();
  const { totals } = scene.fake.addStatement({ rows: 30, positiveReturnEvery: 10 });
  expect(only(await scene.run())).toMatchObject({ effect: 'committed', units: totals.units, amounts: totals.amounts });
  expect(await scene.findings()).toContain('RETURN_POSITIVE');
  const returns = (await scene.items()).filter(({ saleType }) => saleType.endsWith('return'));
  expect(returns.map(({ units }) => units.startsWith('-'))).toEqual([false, false, false]);
});

test('negative rows without a flag stay as adjustments and are a finding', async () => {
  const scene = await createScene();
  scene.fake.tree.put(
    'DE/202607/Prime/x.csv',
    'ISRC,UNITS,AMOUNT,SALE_RETURN_FLAG\nQZLGR2600001,-3,-1.50,S\nQZLGR2600001,5,2,\n',
  );
  expect(only(await scene.run())).toMatchObject({ effect: 'committed', units: '2', amounts: { EUR: '0.50' } });
  expect((await scene.items()).map(({ saleType, units }) => [saleType, units])).toEqual([
    ['sale adjustment', '-3'],
    ['sale', '5'],
  ]);
  expect(await scene.findings()).toEqual(expect.arrayContaining(['RETURN_UNFLAGGED', 'AGREEMENT_UNPROVEN']));
});

test('a flag nobody knows holds the report until the configuration names it', async () => {
  const statement = { rows: 10, returnEvery: 5, returnFlag: 'RETOURE' };
  const unknown = await createScene();
  unknown.fake.addStatement(statement);
  expect(only(await unknown.run())).toMatchObject({ verdict: 'held', code: 'SALE_FLAG_UNKNOWN' });
  const named = await createScene({ config: { returnFlags: ['retoure'] } });
  const { totals } = named.fake.addStatement(statement);
  expect(only(await named.run())).toMatchObject({ effect: 'committed', amounts: totals.amounts });
});

test.each<[string, StatementOptions, object]>([
  ['TERRITORY_MISMATCH', { rowTerritory: 'FR' }, {}],
  ['PERIOD_MISMATCH', { rowPeriod: '2026-06' }, {}],
  ['VENDOR_MISMATCH', { rowVendor: 'OTHER' }, { vendor: 'LANTR' }],
  ['CURRENCY_MISMATCH', { currency: 'USD', currencyColumn: true }, {}],
])('rows that contradict the place of their file hold it: %s', async (code, statement, config) => {
  const scene = await createScene({ config });
  scene.fake.addStatement(statement);
  expect(only(await scene.run())).toMatchObject({ verdict: 'held', effect: 'none', code });
  expect(await scene.items()).toEqual([]);
});

test('two vendors in one file hold it, even when none is configured', async () => {
  const scene = await createScene();
  scene.fake.tree.put(
    'DE/202607/Prime/x.csv',
    'VENDOR_CODE,ISRC,UNITS,AMOUNT\nA,QZLGR2600001,1,1\nB,QZLGR2600001,1,1\n',
  );
  const { code, message } = only(await scene.run());
  expect([code, message]).toEqual(['VENDOR_MISMATCH', expect.stringContaining('line 3 says "B"')]);
});

test('a file that names no currency fails unless its territory or service has one', async () => {
  const scene = await createScene({ config: { currencies: [{ territory: 'GB', service: 'Prime', currency: 'GBP' }] } });
  scene.fake.addStatement({ territory: 'DE' });
  scene.fake.addStatement({ territory: 'GB' });
  scene.fake.addStatement({ territory: 'GB', service: 'Unlimited' });
  const outcomes = await scene.run();
  expect([...outcomes.values()].map(({ object, verdict, code }) => [object.slice(0, 16), verdict, code])).toEqual([
    ['DE/202607/Prime/', 'failed', 'CURRENCY_UNKNOWN'],
    ['GB/202607/Prime/', 'complete', undefined],
    ['GB/202607/Unlimi', 'failed', 'CURRENCY_UNKNOWN'],
  ]);
  expect(outcomes.values().next().value?.message).toContain(
    'add { territory: DE, service: Prime, currency: … } to `currencies`',
  );
});

test('a summary without territories takes that of its folder', async () => {
  const scene = await createScene();
  scene.fake.addStatement({ withoutTerritory: true, rows: 3 });
  expect(only(await scene.run()).effect).toBe('committed');
  expect((await scene.items()).map(({ territory }) => territory)).toEqual(['DE', 'DE', 'DE']);
});

test('a file without units, money or identifiers is refused by name', async () => {
  for (const header of ['ISRC,AMOUNT', 'ISRC,UNITS,COST', 'UNITS,AMOUNT']) {
    const scene = await createScene();
    scene.fake.tree.put('DE/202607/Prime/x.csv', `${header}\n1,1\n`);
    expect(only(await scene.run())).toMatchObject({ verdict: 'failed', code: 'COLUMN_MISSING' });
  }
});

test('columns nobody knows are findings, never errors', async () => {
  const scene = await createScene();
  scene.fake.addStatement({ extraColumns: ['NEW ONE'], unknownProductEvery: 3 });
  await scene.run();
  expect(await scene.findings()).toEqual(expect.arrayContaining(['COLUMN_UNKNOWN', 'PRODUCT_TYPE_UNKNOWN']));
  expect((await scene.items()).some(({ saleType }) => saleType === 'ZQ')).toBe(true);
});

test('a re-issue under the same name replaces the rows; the same content under a new ETag or time changes nothing', async () => {
  const scene = await createScene();
  const { path } = scene.fake.addStatement({ rows: 10 });
  expect(only(await scene.run()).effect).toBe('committed');
  scene.fake.tree.touch(path, Date.UTC(2026, 7, 3));
  expect(only(await scene.run()).effect).toBe('unchanged');
  expect((await scene.run()).size).toBe(0);
  const repacked = writeZip([{ name: 'other-name.csv', content: generateStatement({ rows: 10 }).csv, deflate: false }]);
  scene.fake.tree.put(path, repacked);
  expect(only(await scene.run()).effect).toBe('unchanged');
  const { totals } = scene.fake.addStatement({ rows: 12, seed: 2 });
  expect(only(await scene.run())).toMatchObject({ effect: 'committed', amounts: totals.amounts });
  expect(await scene.items()).toHaveLength(12);
});

test('a truncated zip commits nothing and is read again when it is whole', async () => {
  const scene = await createScene();
  scene.fake.addStatement({ rows: 50, missingBytes: 40 });
  expect(only(await scene.run())).toMatchObject({ verdict: 'incomplete', effect: 'none', code: 'ZIP_TRUNCATED' });
  scene.fake.addStatement({ rows: 50 });
  expect(only(await scene.run())).toMatchObject({ effect: 'committed' });
});

test('hostile members are refused, harmless ones are findings', async () => {
  const scene = await createScene();
  scene.fake.addStatement({ name: 'bad', extraMembers: [{ name: '../../evil.csv', content: 'x' }] });
  scene.fake.addStatement({ name: 'good', extraMembers: [{ name: 'readme.txt', content: 'x' }] });
  const outcomes = await scene.run();
  expect(outcomes.get('DE/202607/Prime/bad.zip')).toMatchObject({ verdict: 'failed', code: 'ZIP_UNSAFE' });
  expect(outcomes.get('DE/202607/Prime/good.zip')).toMatchObject({ effect: 'committed' });
  expect(await scene.findings()).toContain('ZIP_MEMBER_IGNORED');
});

test('a body that is cut, a session that breaks and a store that is busy still end in whole statements', async () => {
  const scene = await createScene();
  const { path, totals } = scene.fake.addStatement({ rows: 3000 });
  scene.fake.faults.add({ op: 'list', nth: 1 }, { kind: 'error', status: 503, code: 'SlowDown' });
  scene.fake.faults.add({ op: 'get', key: path, nth: 1 }, { kind: 'cut', afterBytes: 20_000 });
  expect(only(await scene.run())).toMatchObject({ effect: 'committed', amounts: totals.amounts });
  const sftp = await createScene({ kind: 'sftp' });
  sftp.fake.addStatement({ rows: 3000 });
  Object.assign(sftp.served.sftp.state, { drops: 1, dropAfterBytes: 40_000 });
  expect(only(await sftp.run())).toMatchObject({ effect: 'committed', amounts: totals.amounts });
});

test('a statement replaced between listing and reading commits nothing of either', async () => {
  const scene = await createScene();
  const { path } = scene.fake.addStatement({ rows: 10 });
  scene.fake.faults.add({ op: 'get', key: path }, { kind: 'swap', content: generateStatement({ rows: 5 }).bytes });
  expect(only(await scene.run())).toMatchObject({ verdict: 'not-ready', effect: 'none', code: 'FILE_CHANGED' });
});
