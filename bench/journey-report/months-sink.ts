import {
  type DeadLetter,
  defineSink,
  type Manifest,
  type ReportKey,
  reportId,
  type TotalLine,
  Type,
} from '@ledgerline/core';

/** A lake of three years and four DSPs that is made up as it is read; it takes nothing. */
export default defineSink({
  name: 'three-years',
  version: '1.0.0',
  summary: 'A made-up lake of 36 months.',
  config: Type.Object({}),
  open: async () => ({
    accepts: 'bytes',
    encoding: 'ndjson',
    current: async (key) =>
      reports()
        .find((report) => reportId(report.key) === reportId(key))
        ?.manifest(),
    async *manifests() {
      for (const report of reports()) yield report.manifest();
    },
    async *files() {},
    async *deadLetters(key) {
      for (const report of reports()) if (!key || reportId(key) === reportId(report.key)) yield* report.letters();
    },
    begin: () => Promise.reject(new Error('this lake is only looked at')),
    close: async () => undefined,
  }),
});

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** 234 two-letter territories. */
const territories = [...letters].slice(0, 9).flatMap((first) => [...letters].map((second) => first + second));
const months = Array.from({ length: 36 }, (_, index) => {
  const month = 11 + index;
  return `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
});

const sources = [
  {
    dsp: 'spotify',
    feed: 'sales',
    accounts: ['lantern-row', 'harbour-lights'],
    currencies: ['EUR', 'USD', 'GBP', 'JPY'],
  },
  {
    dsp: 'apple',
    feed: 'finance',
    accounts: ['lantern-row', 'harbour-lights'],
    currencies: ['USD', 'EUR', 'GBP', 'JPY', 'SEK', 'AUD', 'CAD', 'CHF'],
  },
  { dsp: 'amazon', feed: 'statements', accounts: ['lantern-row'], currencies: ['EUR'] },
  { dsp: 'youtube', feed: 'asset_revenue', accounts: ['lantern-row'], currencies: ['USD'] },
] as const;

const codes = ['ISRC_INVALID', 'AMOUNT_NOT_DECIMAL', 'TERRITORY_UNKNOWN', 'ROW_TOO_SHORT', 'CATALOGUE_ISRC_UNKNOWN'];

function reports() {
  return sources.flatMap(({ dsp, feed, accounts, currencies }, source) =>
    accounts.flatMap((account, at) =>
      months.flatMap((period, month) => {
        // Some months never came.
        if ((month * 7 + source * 5 + at) % 23 === 0 || (dsp === 'amazon' && month > 33)) return [];
        const key: ReportKey = { dsp, account, feed, period, scope: '-' };
        return [
          { key, manifest: () => manifestOf(key, currencies, month, source), letters: () => lettersOf(key, month) },
        ];
      }),
    ),
  );
}

function manifestOf(report: ReportKey, currencies: readonly string[], month: number, source: number): Manifest {
  const totals = territories.map((territory, index): TotalLine => {
    const size =
      BigInt(1 + ((index * 7919 + 13) % 997)) *
      BigInt(1000 - index * 4) *
      BigInt(100 + month * 3 + ((month * index) % 17)) *
      BigInt(source + 1);
    const micros = size.toString().padStart(7, '0');
    const currency = currencies[index % currencies.length] ?? 'EUR';
    const amount = `${micros.slice(0, -6)}.${micros.slice(-6)}`;
    return {
      territory,
      period: report.period,
      saleType: 'stream',
      currency,
      rows: 1 + (index % 50),
      units: `${size / 1000n}`,
      amount,
    };
  });
  const rows = totals.reduce((sum, line) => sum + line.rows, 0);
  return {
    ...{ report, object: `${report.period}.csv`, revision: 'a'.repeat(64), provenance: 'api', verdict: 'complete' },
    counts: { read: rows, accepted: rows, rejected: 0, skipped: 0 },
    ...{
      skippedBy: {},
      rejectedBy: {},
      totals,
      rejectedTotals: [],
      claims: [],
      claimed: [],
      evidence: [],
      findings: [],
    },
    ...{
      connector: { name: report.dsp, version: '1.0.0' },
      schemaVersion: 1,
      run: 'made-up',
      manifestVersion: 1,
      sequence: 1,
    },
    ...{ committedAt: '2026-11-30T00:00:00.000Z', files: [], deadLetters: [] },
  };
}

function* lettersOf(report: ReportKey, month: number): Generator<DeadLetter, void, void> {
  for (let index = 0; index < month % 4; index += 1)
    yield {
      ...{ id: `${reportId(report)}-${index}`, report: reportId(report), stage: 'validate', path: 'isrc', raw: '' },
      ...{
        code: codes[(month + index) % codes.length] ?? '',
        message: 'a made-up reason, as long as reasons tend to be: where it is, and what it should have been instead',
      },
      source: { object: 'made-up.csv', record: index, line: index + 2, byteOffset: 0 },
    };
}
