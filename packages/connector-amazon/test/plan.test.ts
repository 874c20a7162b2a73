import { gzipSync } from 'node:zlib';
import { generateStatement } from '@ledgerline/connector-amazon/mock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMonthFolder } from '../src/month-folder.ts';
import { readStatementPath, scopeOf } from '../src/statement-path.ts';
import { createScene } from './scene.ts';

async function planned(scene: Awaited<ReturnType<typeof createScene>>) {
  return (await scene.plan()).map(({ status, object, report, reason, code }) =>
    [status, object, report?.scope, code ?? reason].filter((part) => part !== undefined).join(' | '),
  );
}

test('a tree is planned as statements by folder, and everything else with its reason', async () => {
  const scene = await createScene({ config: { prefix: 'in/', periodFrom: '2026-07' }, fake: { prefix: 'in/' } });
  scene.fake.addStatement();
  scene.fake.addStatement({ territory: 'GB', service: 'Unlimited', pack: 'csv', name: 'a b' });
  scene.fake.addStatement({ period: '2026-06' });
  scene.fake.addDsrMessage({ folder: 'GB/202607/dsr/' });
  scene.fake.tree.put('in/DE/202607/Prime/readme.txt', 'x');
  scene.fake.tree.put('in/DE/spring/Prime/x.csv', 'x');
  scene.fake.tree.put('in/Germany/202607/Prime/x.csv', 'x');
  scene.fake.tree.put('in/stray.csv', 'x');
  scene.fake.tree.put('out/DE/202607/Prime/x.csv', 'x');
  expect((await planned(scene)).sort()).toEqual([
    'new | in/DE/202607/Prime/amazon-music-202607.zip | DE:Prime:amazon-music-202607',
    'new | in/GB/202607/Unlimited/a b.csv | GB:Unlimited:a%20b',
    'problem | in/DE/spring/Prime/x.csv | - | PERIOD_UNREADABLE',
    'problem | in/Germany/202607/Prime/x.csv | - | TERRITORY_UNREADABLE',
    'problem | in/stray.csv | - | PATH_UNEXPECTED',
    'skip | in/DE/202606/Prime/amazon-music-202606.zip | of 2026-06, before periodFrom',
    'skip | in/DE/202607/Prime/readme.txt | not a statement: only .csv, .csv.gz and .zip are',
    'skip | in/GB/202607/dsr/DSR_LanternRow_AmazonMusic_unlimited_2026-07_GB_20260812T083000.tsv | a DSR message, which the feed dsr reads',
  ]);
});

test('one statement as .csv, .csv.gz and .zip is one report when the content is the same, and nobody’s guess when not', async () => {
  const scene = await createScene();
  const { csv } = generateStatement();
  scene.fake.addStatement({ name: 'x' });
  scene.fake.tree.put('DE/202607/Prime/x.csv', generateStatement({ name: 'x' }).csv);
  scene.fake.tree.put('DE/202607/Prime/y.csv', csv);
  scene.fake.tree.put('DE/202607/Prime/y.csv.gz', gzipSync(`${csv}more\n`));
  expect(await planned(scene)).toEqual([
    'skip | DE/202607/Prime/x.zip | duplicate of DE/202607/Prime/x.csv',
    'problem | DE/202607/Prime/y.csv | DE:Prime:y | REPORT_AMBIGUOUS',
    'problem | DE/202607/Prime/y.csv.gz | DE:Prime:y | REPORT_AMBIGUOUS',
    'new | DE/202607/Prime/x.csv | DE:Prime:x',
  ]);
});

test('a file that is still written waits', async () => {
  const scene = await createScene({ kind: 'sftp' });
  const { path } = scene.fake.addStatement();
  scene.fake.tree.touch(path, Date.now() - 5_000);
  expect(await planned(scene)).toEqual([`not-ready | ${path} | DE:Prime:amazon-music-202607 | REPORT_NOT_READY`]);
});

test.each([
  ['202607', '2026-07'],
  ['2026-07', '2026-07'],
  ['07-2026', '2026-07'],
  ['Jul 2026', '2026-07'],
  ['2026_July', '2026-07'],
  ['Sept2026', '2026-09'],
  ['202613', undefined],
  ['2026', undefined],
  ['Juli 2026', undefined],
  ['May 2026 June', undefined],
  ['07', undefined],
])('the folder %s is the month %s', (name, month) => {
  expect(readMonthFolder(name)).toBe(month);
});

test('no two statements have one scope, whatever their folders are called', () => {
  const part = fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !text.includes('/'));
  fc.assert(
    fc.property(fc.tuple(part, part), fc.tuple(part, part), ([service, name], [otherService, otherName]) => {
      const scope = (s: string, n: string) => {
        const place = readStatementPath(`DE/202607/${s}/${n}.csv`, '');
        return place.kind === 'statement' ? scopeOf(place) : place.kind;
      };
      const stem = (n: string) => n.replace(/\.csv$/i, '');
      fc.pre(!/^(?:DSR|_?DSR|_?ACK)_/i.test(name + otherName));
      const same = service === otherService && stem(name) === stem(otherName);
      expect(scope(service, name) === scope(otherService, otherName)).toBe(same);
    }),
  );
});
