import { bucketCannot, createBucketContract, createFakeBucket, type PackedDocument } from '@ledgerline/drop/mock';
import { generateStatement, packCsv, type StatementOptions } from './statement.ts';

/** Packed, since nothing in a plain CSV tells that its end is missing. */
function statement(options: StatementOptions & { readonly pack: 'zip' | 'csv.gz' }): PackedDocument {
  const { path, csv } = generateStatement(options);
  return { path, content: csv, pack: (content) => packCsv(content, options.pack, 'statement') };
}

/** Each row of a statement begins with its vendor; line ends within quotes are none of its own. */
function rowwise(csv: string, change: (row: string, at: number) => string): string {
  return csv
    .split(/(?<=\n)(?=LANTR,)/)
    .map(change)
    .join('');
}

/** A bucket with statements for the conformance suite: three of one month, zipped and gzipped. */
export const upstream = {
  name: 'amazon statements in a bucket',
  today: '2026-09-01',
  cannot: { ...bucketCannot, wrongTotal: 'Statements state no totals.' },
  start({ now, rows }: { readonly now: () => number; readonly rows: number }) {
    const key = {
      accessKeyId: 'FAKEACCESSKEY',
      secretAccessKey: 'fake-secret-access-key',
      sessionToken: 'fake-session',
    };
    const bucket = createFakeBucket({ now, key });
    const japan = { territory: 'JP', service: 'Unlimited', currency: 'JPY', currencyColumn: true, rows: 6 } as const;
    const documents = [
      statement({ pack: 'zip', rows, returnEvery: 7, albumEvery: 5 }),
      statement({ pack: 'zip', service: 'Unlimited Family', rows: 5, returnEvery: 3 }),
      statement({ pack: 'csv.gz', ...japan }),
    ];
    const { drop, answers, shortListing, ...rest } = createBucketContract({ bucket, now, documents });
    return {
      ...rest,
      config: { drop, vendor: 'LANTR', currencies: [{ territory: 'DE', currency: 'EUR' }] },
      feeds: ['statements'],
      window: { from: '2026-07-01', to: '2026-07-31' },
      answers,
      edits: {
        shortListing,
        unknownColumn: (csv: string) =>
          rowwise(csv, (row, at) => row.replace(/\r?\n$/, (end) => `${at === 0 ? ',MOOD' : ',calm'}${end}`)),
        missingColumn: (csv: string) => csv.replace('UNITS', 'REMARK'),
        noRows: (csv: string) => rowwise(csv, (row, at) => (at === 0 ? row : '')),
      },
      reissue() {
        const { path, csv } = generateStatement({ pack: 'csv.gz', ...japan, seed: 2 });
        bucket.tree.put(path, packCsv(csv, 'csv.gz', 'statement'));
      },
    };
  },
};
