import { describe, expect, test } from 'vitest';
import { groupDsrFiles, parseDsrFileName } from '../src/index.ts';
import { codes, fixture, readAll } from './reading.ts';

const stem = (part: string) => `DSR_Label_Service_premium_2026-Q1_multi_${part}20260412T083000`;

describe('a file name', () => {
  test.each([
    [
      'DSR_Label_Service_premium_2026-03_GB_1of2_20260412T083000.tsv.gz',
      { recipient: 'Label', territory: 'GB', fileNumber: 1, numberOfFiles: 2 },
    ],
    [
      'in/DSR__Service_premium_2026-W10_Worldwide_20260412T083000123.tsv',
      { recipient: undefined, sender: 'Service', numberOfFiles: 1, period: { grain: 'week' } },
    ],
    [
      'DSR_A_B_free_2026-03-01--2026-03-10_multi_20260412T083000.tsv',
      { period: { start: '2026-03-01', end: '2026-03-10' } },
    ],
  ])('%s is read element by element', (name, elements) => {
    expect(parseDsrFileName(name)).toMatchObject(elements);
  });

  test.each([
    'report.tsv',
    'DSR_A_B.tsv',
    'DSR_A_B_c_2026_GB_20260412T083000.ctrl',
    'ACK_A_B_c_2026_GB_20260412T083000.tsv',
    `${stem('')}.csv`,
  ])('%s is none of a report', (name) => {
    expect(parseDsrFileName(name)).toBeUndefined();
  });

  test('that agrees with HEAD is no news', async () => {
    const name = 'DSR_InventedRecords_FictitiousTunes_premium_2026-03_multi_1of2_20260412T083000.tsv';
    const { summary } = await readAll(fixture(name), { object: name, unit: 'file' });
    expect(summary.issues).toEqual([]);
  });

  test.each([
    ['sender', 'DSR_X_Other_premium_2026-03_multi_1of2_20260412T083000.tsv', 'SenderPartyId'],
    ['service', 'DSR_X_FictitiousTunes_free_2026-03_multi_1of2_20260412T083000.tsv', 'ServiceDescription'],
    ['period', 'DSR_X_FictitiousTunes_premium_2026-04_multi_1of2_20260412T083000.tsv', 'UsageStartDate'],
    ['x of y', 'DSR_X_FictitiousTunes_premium_2026-03_multi_2of2_20260412T083000.tsv', 'FileNumber'],
    ['territory', 'DSR_X_FictitiousTunes_premium_2026-03_FR_1of2_20260412T083000.tsv', 'Territory'],
  ])('that gives another %s than the file is a finding, and the file counts', async (_what, object, cell) => {
    const name = 'DSR_InventedRecords_FictitiousTunes_premium_2026-03_multi_1of2_20260412T083000.tsv';
    const { summary } = await readAll(fixture(name), { object, unit: 'file' });
    expect(summary.issues).toMatchObject([{ severity: 'finding', code: 'FILE_NAME_DIFFERS', cell }]);
    expect(summary.head).toMatchObject({ fileNumber: 1, numberOfFiles: 2, service: 'premium' });
    expect(codes(summary, 'failure')).toEqual([]);
  });
});

describe('files of one message', () => {
  test('are grouped, and ready when all of them are there once', () => {
    const paths = [`${stem('2of3_')}.tsv.gz`, `${stem('1of3_')}.tsv.gz`, 'readme.txt'];
    const waiting = groupDsrFiles(paths);
    expect(waiting.others).toEqual(['readme.txt']);
    expect(waiting.sets).toMatchObject([
      { ready: false, missing: [3], files: [{ path: paths[1] }, { path: paths[0] }] },
    ]);
    expect(groupDsrFiles([...paths, `${stem('3of3_')}.tsv.gz`]).sets).toMatchObject([{ ready: true, missing: [] }]);
    const twice = groupDsrFiles([...paths, `${stem('3of3_')}.tsv.gz`, `${stem('3of3_')}.tsv`]);
    expect(twice.sets).toMatchObject([{ ready: false, repeated: [3] }]);
  });

  test('of different times, folders or numbers of files are different messages', () => {
    const later = stem('1of3_').replace('083000', '093000');
    const paths = [`${stem('1of3_')}.tsv`, `${later}.tsv`, `sub/${stem('1of3_')}.tsv`, `${stem('1of2_')}.tsv`];
    expect(groupDsrFiles(paths).sets).toHaveLength(4);
  });

  test.each([
    ['ctrl', `in/${stem('')}.ctrl`],
    ['file-available', `in/file_available/_${stem('')}.ctrl`],
    ['ack', `in/${stem('').replace('DSR', 'ACK')}.ctrl`],
  ] as const)('wait for their semaphore in its generation: %s', (semaphore, signal) => {
    const paths = [`in/${stem('1of2_')}.tsv`, `in/${stem('2of2_')}.tsv`];
    expect(groupDsrFiles(paths, semaphore).sets).toMatchObject([{ released: false, ready: false }]);
    const released = groupDsrFiles([...paths, signal], semaphore);
    expect(released).toMatchObject({ sets: [{ released: true, ready: true }], others: [] });
    const others = (['ctrl', 'file-available', 'ack'] as const).filter((kind) => kind !== semaphore);
    for (const kind of others) expect(groupDsrFiles([...paths, signal], kind).sets[0]?.released).toBe(false);
  });

  test('are never semaphores or acknowledgements', () => {
    const signals = [
      `${stem('')}.ctrl`,
      'x.ctrl',
      'ACK_anything',
      'acknowledgements/ACK_A_B.tsv',
      `file_available/_${stem('')}.ctrl`,
    ];
    expect(groupDsrFiles(signals)).toEqual({ sets: [], others: [] });
  });
});
