import { describe, expect, test } from 'vitest';
import type { Cell } from '../src/escaping.ts';
import { codes, decodeAll, fixture, readAll } from './reading.ts';
import { as01, fileOf, head, plainMessage, su02, sy01, sy02 } from './sender.ts';

const ugcHead = head({ profile: 'UGCProfile', version: '1.1.1' });

describe('summary rows', () => {
  test('with one id are kept apart by rights controller and type of right', async () => {
    const { rows } = await decodeAll(fixture('ugc.tsv'), { rows: 'claims', cells: ['Summary.RightsController'] });
    expect(rows.map((row) => row['Summary.RightsController'])).toEqual(['Society A', 'Society B']);
    const sales = (await decodeAll(fixture('ugc.tsv'), { cells: ['Summary.RightsController'] })).rows;
    expect(sales[0]).toMatchObject({ Territory: 'US', Currency: 'USD', 'Summary.RightsController': undefined });
  });

  test('with one id, controller and right twice are a finding', async () => {
    const rows = [
      sy02('s1', 'A', 'MechanicalRight'),
      sy02('s1', 'A', 'PerformingRight'),
      sy02('s1', 'A', 'MechanicalRight'),
    ];
    const { summary } = await readAll(fileOf([head(), ...rows]));
    expect(summary.issues).toMatchObject([{ code: 'SUMMARY_REPEATED', lines: [4] }]);
  });
});

describe('references', () => {
  test.each<[string, Cell[][], string]>([
    ['to no summary row', [as01('1', 'A1'), su02('1', 'nowhere', 'A1')], 'SUMMARY_DANGLING'],
    ['to no resource', [as01('1', 'A1'), su02('1', 's1', 'A9')], 'REFERENCE_DANGLING'],
    [
      'to a resource of another block',
      [as01('1', 'A1'), su02('1', 's1', 'A1'), as01('2', 'A2'), su02('2', 's1', 'A1')],
      'REFERENCE_DANGLING',
    ],
    [
      'to release and resource',
      [as01('1', 'A1'), ['SU02', '1', 's1', 't', 'A1', 'A1', 'true', '1', '', '']],
      'REFERENCE_DOUBLE',
    ],
    ['to neither', [as01('1', 'A1'), ['SU02', '1', 's1', 't', '', '', 'true', '1', '', '']], 'REFERENCE_MISSING'],
    [
      'from a sub-release to no resource',
      [as01('1', 'A1'), ['RE02', '1', 'S1', 'd', '', 'A1|A7'], su02('1', 's1', 'A1')],
      'REFERENCE_DANGLING',
    ],
    ['defined twice', [as01('1', 'A1'), as01('1', 'A1', 'Other'), su02('1', 's1', 'A1')], 'REFERENCE_REPEATED'],
  ])('%s are findings with their lines, and the row stays', async (_name, records, code) => {
    const { summary, records: read } = await readAll(fileOf([head(), sy01('s1'), ...records]));
    expect(codes(summary, 'finding')).toContain(code);
    expect(summary.issues.find((issue) => issue.code === code)?.first.line).toBeGreaterThan(2);
    expect(summary.ok).toBe(true);
    expect(read.filter(({ kind }) => kind === 'sale').length).toBeGreaterThan(0);
  });

  test('of a sale to a sub-release of one recording give the recording', async () => {
    const { rows } = await decodeAll(fixture('audio.tsv'));
    expect(rows.filter(({ BlockId }) => BlockId === '1').map(({ ISRC, Title }) => [ISRC, Title])).toEqual([
      ['QZABC2600011', 'One'],
      ['QZABC2600011', 'One'],
      [undefined, 'Album 1'],
    ]);
  });

  test('of unequal parallel lists are a finding', async () => {
    const { summary } = await readAll(fixture('ugc.tsv').toString().replace('30|20', '30'));
    expect(codes(summary)).toContain('LIST_UNEQUAL');
  });

  test('of claims go to the sale above them, by position', async () => {
    const { rows } = await decodeAll(fixture('ugc.tsv'), { rows: 'claims' });
    expect(rows.map(({ SalesTransactionId }) => SalesTransactionId)).toEqual(['c-1', 'c-1']);
  });

  test('of a claim before any sale, or to another parent, are findings', async () => {
    const claim = (parent: string): Cell[] => ['LI01.03', 'b', '', 'Soc', '', '', '1', '', '1', '1', '', parent, ''];
    const sale: Cell[] = ['SU03.01', 'b', 'c-1', '', 'trk-A1', '1', '1', '', ''];
    const { summary } = await readAll(fileOf([ugcHead, as01('b', 'A1'), claim(''), sale, claim('c-1'), claim('c-9')]));
    const claims = summary.issues.filter(({ code }) => code.startsWith('CLAIM'));
    expect(claims.map(({ code, lines }) => [code, ...lines])).toEqual([
      ['CLAIM_WITHOUT_SALE', 3],
      ['CLAIM_PARENT_DIFFERS', 6],
    ]);
  });

  test('of SU03 are found whether its cell holds a resource or a release id', async () => {
    const sale = (id: string): Cell[] => ['SU03.01', 'b', 'c-1', '', id, '1', '1', '', ''];
    const usage: Cell[] = ['RU01', 'b', '', 'rel-9', '1'];
    const { summary } = await readAll(
      fileOf([ugcHead, as01('b', 'A1'), usage, sale('trk-A1'), sale('rel-9'), sale('gone')]),
    );
    expect(summary.issues.find(({ code }) => code === 'REFERENCE_DANGLING')).toMatchObject({ count: 1, lines: [6] });
  });
});

describe('rows', () => {
  test('that are short are padded with a finding', async () => {
    const { records, summary } = await readAll(fileOf([...plainMessage, ['MW01.01', '1', 'w', '', 'Title']]));
    expect(records.at(-2)?.get('DataProvider')).toBeUndefined();
    expect(summary.issues.find(({ code }) => code === 'ROW_SHORT')).toMatchObject({
      recordType: 'MW01.01',
      lines: [5],
    });
  });

  test('that are long keep the surplus with a finding', async () => {
    const { records, summary } = await readAll(fileOf([head(), [...sy01('s1'), 'more', 'and more']]));
    expect(records[1]?.surplus).toEqual(['more', 'and more']);
    expect(codes(summary)).toEqual(['ROW_LONG']);
  });

  test('with an unescaped pipe in a cell that is no list are rejected by the standard dialect, kept by the lenient one', async () => {
    const lines = [head(), sy01('s1'), as01('1', 'A1', ''), su02('1', 's1', 'A1')];
    const text = fileOf(lines).replace('QZABC2600001\t', 'QZABC2600001\tOne|Two');
    const standard = await readAll(text);
    expect(standard.rejects).toMatchObject([{ code: 'PIPE_UNESCAPED', cell: 'Title', place: { line: 3 } }]);
    const lenient = await readAll(text, { dialect: 'lenient' });
    expect(lenient.rejects).toEqual([]);
    expect(lenient.records[2]?.get('Title')).toBe('One|Two');
    expect(codes(lenient.summary)).toContain('PIPE_UNESCAPED');
  });

  test('hold lists split while decoding, empty members included', async () => {
    const { records } = await readAll(fixture('audio.tsv'));
    const work = records.find(({ type }) => type === 'MW01.01');
    expect(work?.list('ComposerAuthor')).toEqual(['Writer One', 'Writer Two']);
    expect(work?.list('ComposerAuthorPartyId')).toEqual(['', 'IPI::00123']);
    expect(work?.list('Arranger')).toEqual([]);
  });

  test('of the same meaning under another order of cells are read by their own version', async () => {
    const { records } = await readAll(fixture('ugc.tsv'));
    const sale = records.find(({ type }) => type === 'SU03.01');
    expect([sale?.get('SalesTransactionId'), sale?.get('SummaryRecordId')]).toEqual(['c-1', 'u1']);
    const financial = (await readAll(fixture('financial.tsv'))).records;
    expect(financial.find(({ type }) => type === 'SY10')?.get('Territory')).toBe('DE');
    expect(financial.find(({ type }) => type === 'SR08')?.get('SummaryRecordId')).toBe('s-de');
  });
});

describe('numbers', () => {
  test('are exact, and negative ones and returns keep their sign', async () => {
    const { rows } = await decodeAll(fixture('financial.tsv'));
    expect(
      rows.map(({ Usages, Returns, NetUsages, AllocatedNetRevenue }) => [
        Usages,
        Returns,
        NetUsages,
        AllocatedNetRevenue,
      ]),
    ).toEqual([
      ['1000', '0', '1000', '3.5'],
      ['201', '1', '200', '0.25'],
      ['-1', '0', '-1', '-0.0875'],
      ['40', '0', '40', '0.175'],
    ]);
    const long = '0.12345678901234567890123456789';
    const { records } = await readAll(fileOf([head(), sy01('s1').with(11, long)]));
    expect(records[1]?.get('NetRevenue')).toBe(long);
    expect(records[1]?.decimal('NetRevenue')).toEqual({ unscaled: 12345678901234567890123456789n, scale: 29 });
  });

  test('in two currencies are one amount: the line is that of accounting, the claim adds it once', async () => {
    const { rows, claims } = await decodeAll(fixture('financial.tsv'), {
      cells: ['Sale.AllocatedNetRevenueInCurrencyOfTransaction', 'Summary.CurrencyOfTransaction'],
    });
    expect(rows[3]).toMatchObject({
      AllocatedNetRevenue: '0.175',
      Currency: 'EUR',
      'Sale.AllocatedNetRevenueInCurrencyOfTransaction': '2.0',
      'Summary.CurrencyOfTransaction': 'NOK',
    });
    expect(claims).toMatchObject([{ rows: '4' }, { amounts: { EUR: '3.8375' } }]);
  });

  test('of lines that do not add up to their summary fail the message, naming both', async () => {
    const text = fixture('financial.tsv').toString().replaceAll('3.6625', '4.6625');
    const { summary } = await readAll(text);
    expect(codes(summary, 'failure')).toEqual(['SUMMARY_AMOUNT']);
    expect(summary.issues[0]?.message).toContain('add up to 3.6625');
    expect(summary.issues[0]?.message).toContain('says 4.6625');
  });

  test('of lines that differ from their summary by rounding are a finding', async () => {
    const { summary } = await readAll(fixture('financial.tsv').toString().replaceAll('3.6625', '3.66'));
    expect(summary.ok).toBe(true);
    expect(codes(summary)).toEqual(['SUMMARY_ROUNDING']);
  });

  test('of net usage that are not usages less returns are a finding', async () => {
    const { summary } = await readAll(
      fixture('financial.tsv').toString().replace('\t201\t1\t200\t', '\t201\t1\t201\t'),
    );
    expect(codes(summary)).toEqual(['NET_USAGE_DIFFERS']);
  });
});

describe('values that bend the rules', () => {
  const bent: [string, number, string, string][] = [
    ['a basic date', 8, '20260301', 'DATE_FORM'],
    ['no date', 8, '2026-02-30', 'DATE_INVALID'],
    ['an instant without a zone', 5, '2026-04-12T08:30:00', 'DATETIME_FORM'],
    ['no instant', 5, 'yesterday', 'DATETIME_INVALID'],
    ['a party id of another shape', 10, 'DPIDA12345SDF', 'DPID_SUSPECT'],
  ];

  test.each(bent)('in HEAD are findings, failures when strict: %s', async (_name, cell, value, code) => {
    const text = fileOf([head().with(cell, value), ...plainMessage.slice(1)]);
    expect(codes((await readAll(text)).summary, 'finding')).toEqual([code]);
    const strict = (await readAll(text, { strict: true })).summary;
    expect(strict.ok).toBe(false);
    expect(codes(strict, 'failure')).toEqual([code]);
  });

  test.each([
    ['trailing zeros', 11, '1.5000', 'DECIMAL_FORM'],
    ['a decimal comma', 11, '1,5', 'DECIMAL_INVALID'],
    ['a count with decimals', 8, '10.5', 'COUNT_FRACTION'],
    ['blanks around a value', 11, ' 1.5', 'CELL_BLANKS'],
    ['an unknown territory', 6, 'ZZ', 'TERRITORY_UNKNOWN'],
    ['a replaced territory', 6, 'UK', 'TERRITORY_REPLACED'],
    ['an unknown currency', 10, 'XYZ', 'CURRENCY_UNKNOWN'],
    ['a misspelt commercial model', 4, 'AdvertisementSupportedMode', 'VALUE_UNKNOWN'],
    ['an empty mandatory cell', 11, '', 'CELL_EMPTY'],
  ])('in a summary row are findings: %s', async (_name, cell, value, code) => {
    const { summary, records } = await readAll(fileOf([head(), sy01('s1').with(cell, value)]));
    expect(codes(summary)).toEqual([code]);
    expect(records[1]?.get(records[1].layout.cells[cell]!.name) ?? '').toBe(value);
  });

  test('of booleans and dates are read by their meaning', async () => {
    const sale = ['SU02', '1', 's1', 'tx', '', 'A1', 'TRUE', '0.0', '', ''];
    const { records, summary } = await readAll(fileOf([head().with(8, '20260301'), sy01('s1'), as01('1', 'A1'), sale]));
    expect(records[3]?.boolean('IsRoyaltyBearing')).toBe(true);
    expect(records[0]?.period('UsageStartDate')).toMatchObject({ start: '2026-03-01', grain: 'day' });
    expect(summary.head?.period).toMatchObject({ grain: 'month' });
    expect(codes(summary)).toEqual(['DATE_FORM', 'BOOLEAN_FORM', 'COUNT_FRACTION', 'SUMMARY_USAGES']);
    expect(records[3]?.toObject()).toMatchObject({
      IsRoyaltyBearing: true,
      NumberOfStreams: '0.0',
      TransactedResource: 'A1',
    });
  });

  test('come in a record that does not have the cell asked for as a RangeError', async () => {
    const { records } = await readAll(fileOf(plainMessage));
    expect(() => records[1]?.get('ISRC')).toThrow(RangeError);
    expect(records[1]?.has('ISRC')).toBe(false);
  });
});
