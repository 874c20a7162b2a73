import { gzipSync } from 'node:zlib';
import { bucketCannot, createBucketContract, createFakeBucket, type PackedDocument } from '@ledgerline/drop/mock';

const header = 'isrc,upc,title,territory,sale_type,units,amount,currency';

/** A standard CSV of rows that every validator accepts; deterministic. */
export function standardCsv(rows: number, seed = 1): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const units = ((row * 7 + seed * 13) % 900) + 1;
    const isrc = `DEZZ126${String((row * 31 + seed) % 100_000).padStart(5, '0')}`;
    const territory = ['DE', 'FR', 'US', 'JP'][row % 4];
    return `${isrc},4006381333931,"Song ${row}, live",${territory},stream,${units},0.${String(units * 37 + seed).padStart(6, '0')},EUR`;
  });
  return `${[header, ...lines].join('\n')}\n`;
}

function document(path: string, rows: number, seed: number): PackedDocument {
  return { path, content: standardCsv(rows, seed), pack: (content) => gzipSync(content) };
}

const rowwise = (csv: string, change: (row: string, at: number) => string): string =>
  csv
    .split(/(?<=\n)/)
    .map(change)
    .join('');

/** A bucket with standard files for the conformance suite: three months, gzipped. */
export const upstream = {
  name: 'standard files in a bucket',
  today: '2026-09-01',
  cannot: { ...bucketCannot, wrongTotal: 'Standard files state no totals.' },
  waivers: {
    'again/unchanged': 'a file is who its content is, so every listing reads it; it is committed once all the same',
  },
  start({ now, rows }: { readonly now: () => number; readonly rows: number }) {
    const key = {
      accessKeyId: 'FAKEACCESSKEY',
      secretAccessKey: 'fake-secret-access-key',
      sessionToken: 'fake-session',
    };
    const bucket = createFakeBucket({ now, key });
    const documents = [
      document('sales-2026-05.csv.gz', rows, 1),
      document('sales-2026-06.csv.gz', 5, 2),
      document('sales-2026-07.csv.gz', 6, 3),
    ];
    const { drop, answers, shortListing, ...rest } = createBucketContract({ bucket, now, documents });
    return {
      ...rest,
      config: { drop, as: 'made-up/sales' },
      feeds: ['royalties'],
      window: { from: '2026-05-01', to: '2026-07-31' },
      answers,
      edits: {
        shortListing,
        unknownColumn: (csv: string) => rowwise(csv, (row, at) => row.replace(/\n$/, at === 0 ? ',mood\n' : ',calm\n')),
        missingColumn: (csv: string) => csv.replace('units', 'remark'),
        noRows: (csv: string) => rowwise(csv, (row, at) => (at === 0 ? row : '')),
      },
      reissue() {
        bucket.tree.put('sales-2026-07.csv.gz', gzipSync(standardCsv(6, 4)));
      },
    };
  },
};
