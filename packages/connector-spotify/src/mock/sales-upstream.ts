import { gzipSync } from 'node:zlib';
import { bucketCannot, createBucketContract, createFakeBucket, type PackedDocument } from '@ledgerline/drop/mock';
import { generateSalesFile, type SalesFileOptions } from './sales-file.ts';

/** Packed, since nothing in a plain file tells that its end is missing. */
function report(options: SalesFileOptions): PackedDocument {
  const { name, bytes } = generateSalesFile(options);
  return {
    path: `${name}.gz`,
    content: Buffer.from(bytes).toString('utf8'),
    pack: (content) => gzipSync(content),
  };
}

/** Two preamble rows stand above the column header. */
const headerRow = 2;

function rowwise(document: string, change: (row: string, at: number) => string): string {
  return document
    .split(/(?<=\n)/)
    .map(change)
    .join('');
}

/** A bucket with sales reports for the conformance suite: three months, the last with the older header. */
export const salesUpstream = {
  name: 'spotify sales in a bucket',
  today: '2026-05-01',
  cannot: { ...bucketCannot, wrongTotal: 'Sales reports state no totals.' },
  start({ now, rows }: { readonly now: () => number; readonly rows: number }) {
    const key = {
      accessKeyId: 'FAKEACCESSKEY',
      secretAccessKey: 'fake-secret-access-key',
      sessionToken: 'fake-session',
    };
    const bucket = createFakeBucket({ now, key });
    const february = { period: '2026-02', rows: 5, currencies: ['EUR', 'USD'] } as const;
    const documents = [
      report({ period: '2026-01', rows }),
      report(february),
      report({ period: '2026-03', rows: 6, header: 'older', crlf: true }),
    ];
    const { drop, answers, shortListing, ...rest } = createBucketContract({ bucket, now, documents });
    return {
      ...rest,
      config: { sales: { drop } },
      feeds: ['sales'],
      window: { from: '2026-01-01', to: '2026-03-31' },
      answers,
      edits: {
        shortListing,
        unknownColumn: (document: string) =>
          rowwise(document, (row, at) => {
            if (at < headerRow) return row;
            return row.replace(/\r?\n$/, (end) => `\t${at === headerRow ? 'Mood' : 'calm'}${end}`);
          }),
        missingColumn: (document: string) => document.replace('\tQuantity\t', '\tRemark\t'),
        noRows: (document: string) => rowwise(document, (row, at) => (at <= headerRow ? row : '')),
      },
      reissue() {
        const { path, content, pack } = report({ ...february, revision: 1 });
        bucket.tree.put(path, pack(content));
      },
    };
  },
};
