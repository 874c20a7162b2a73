import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lines that somebody writes after `npm create`, in place of what was generated. */
interface Edit {
  readonly file: string;
  readonly lines: readonly (readonly [generated: string, authored: string])[];
}

/** Everything that Vesper's documentation says otherwise than the generator assumed. */
export const edits: readonly Edit[] = [
  {
    file: 'src/client.ts',
    lines: [
      ['{ id: Type.String(), month', '{ number: Type.String(), month'],
      ["cursor({ token: 'next', param: 'cursor' })", "cursor({ token: 'next', param: 'after' })"],
      ['/** GET /reports: every report', '/** GET /v2/statements: every statement'],
      ["path: '/reports'", "path: '/v2/statements'"],
      ["items: 'reports'", "items: 'statements'"],
      ['/** GET /reports/ID: a report', '/** GET /v2/statements/NUMBER/file: a statement'],
      ['path: `/reports/', 'path: `/v2/statements/'],
      ['Component(id)}`', 'Component(id)}/file`'],
    ],
  },
  {
    file: 'src/sales.ts',
    lines: [
      ["documents: '`/reports/ID`", "documents: '`/v2/statements/NUMBER/file`"],
      ['const { id, month, etag, rows }', 'const { number, month, etag, rows }'],
      ['locator: id,', 'locator: number,'],
    ],
  },
  {
    file: 'src/records.ts',
    lines: [
      ["territory: ['Country']", "territory: ['Market']"],
      ["units: ['Plays']", "units: ['Streams']"],
      ["amount: ['Royalty']", "amount: ['Net']"],
    ],
  },
  {
    file: 'src/mock/fake-vesper.ts',
    lines: [
      ["path: '/reports'", "path: '/v2/statements'"],
      ["items: 'reports'", "items: 'statements'"],
      ["param: 'cursor'", "param: 'after'"],
      ['({ id, month: period,', '({ number: id, month: period,'],
      ['=> `/reports/', '=> `/v2/statements/'],
      ['id}`,', 'id}/file`,'],
      ["needed: 'Plays'", "needed: 'Streams'"],
      ['Country: draws', 'Market: draws'],
      ['Plays: String', 'Streams: String'],
      ['Royalty: `', 'Net: `'],
    ],
  },
  {
    file: 'test/fixtures/sales-2026-01.csv',
    lines: [['ISRC,Title,Country,Plays,Royalty,Currency', 'ISRC,Title,Market,Streams,Net,Currency']],
  },
  {
    file: 'test/fixtures/SOURCES.md',
    lines: [['columns are made up.', 'columns follow Vesper’s “Statements API”, section 3, read 2026-05-04.']],
  },
];

/** Writes the edits into a package. Errors: an Error when the generator no longer writes what they stand in place of. */
export function author(folder: string): void {
  for (const { file, lines } of edits) {
    const path = join(folder, file);
    let text = readFileSync(path, 'utf8');
    for (const [generated, authored] of lines) {
      if (!text.includes(generated)) throw new Error(`${file} has no "${generated}" to be edited`);
      text = text.replace(generated, () => authored);
    }
    writeFileSync(path, text);
  }
}
