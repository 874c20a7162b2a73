import type { FormatParts } from '../kinds/format-kinds.ts';
import type { Words } from '../words.ts';
import { importLine } from './imports.ts';
import { columnNames } from './records-room.ts';

/** `test/contract.test.ts` */
export function contractTest(): string {
  return `${importLine(['describeConnector'], '@ledgerline/testkit')}
import connector from '../src/index.ts';
import { upstream } from '../src/mock.ts';

const waivers = { 'memory/flat': 'timed and measured, so left to \`npm run conformance\` on a quiet machine' };

describeConnector({ connector, upstream, waivers, thorough: false });
`;
}

/** Rows that a person typed, each for something that goes wrong with careless readers. */
const typedRows: readonly (readonly string[])[] = [
  ['ZZFAK2600001', 'Night, Train', 'DE', '1200', '1.200000000001', 'EUR'],
  ['ZZFAK2600002', 'None', 'NA', '3', '0.0010000003', 'EUR'],
  ['ZZFAK2600001', 'Night, Train', 'DE', '-40', '-0.05', 'EUR'],
  ['ZZFAK2600003', 'Kite', 'JP', '12', '18', 'JPY'],
  ['ZZFAK2600004', 'Salt', 'US', 'many', '0.25', 'USD'],
];

/** The fixture in a format. */
export function fixtureText({ delimiter }: FormatParts): string {
  if (delimiter === undefined) {
    const objects = typedRows.map((cells) => Object.fromEntries(columnNames.map((name, at) => [name, cells[at]])));
    return objects.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
  const quoted = (cell: string) => (cell.includes(delimiter) ? `"${cell}"` : cell);
  return [columnNames, ...typedRows].map((cells) => `${cells.map(quoted).join(delimiter)}\n`).join('');
}

/** The fixture is text, whatever the API packs it in. */
export function fixtureName({ ending }: FormatParts): string {
  return `sales-2026-01.${ending.replace('.gz', '')}`;
}

/** `test/fixture.test.ts` */
export function fixtureTest({ formatParts }: Words): string {
  const isPacked = formatParts.pack === 'gzipped';
  const file = `readFileSync(new URL('fixtures/${fixtureName(formatParts)}', import.meta.url))`;
  return `import { readFileSync } from 'node:fs';
${isPacked ? "import { gzipSync } from 'node:zlib';\n" : ''}${importLine(['readDocument'], '@ledgerline/testkit')}
import { expect, test } from 'vitest';
import connector from '../src/index.ts';
import { fakeConfig } from '../src/mock.ts';

const document = ${isPacked ? `gzipSync(${file})` : file};

test('a report is read as it is: exact amounts, signs, Namibia; a row that cannot be read is a dead letter', async () => {
  const report = { period: '2026-01' };
  const read = await readDocument({ connector, feed: 'sales', config: fakeConfig, report, document });
  // 1.200000000001 + 0.0010000003 - 0.05, and 18: added up by hand.
  expect(read.outcome.amounts).toEqual({ EUR: '1.151000000301', JPY: '18' });
  expect(read.items.map(({ territory, units, amount }) => [territory, units, amount])).toEqual([
    ['DE', '1200', '1.200000000001'],
    ['NA', '3', '0.0010000003'],
    ['DE', '-40', '-0.05'],
    ['JP', '12', '18'],
  ]);
  expect(read.items[0]).toMatchObject({ isrc: 'ZZFAK2600001', title: 'Night, Train', period: '2026-01' });
  expect(read.letters).toHaveLength(1);
});
`;
}

/** `test/fixtures/SOURCES.md` */
export function sources({ dsp, formatParts }: Words): string {
  return `# Fixtures

Typed by hand; nothing in them comes from a real report of ${dsp}, and no generator wrote them.

| file | what it shows |
|---|---|
| \`${fixtureName(formatParts)}\` | long decimals, Namibia (\`NA\`), a title that is a word for nothing (\`None\`), a comma in a title, a negative row, a currency without decimals, and a last row whose plays are no number |

Names and order of the columns are made up. Put in what the DSP documents, say here where it stands and when you read it, and never put in a
row of a real report unless everything in it is yours to publish. The sums that the test compares with were added up by hand.
`;
}
