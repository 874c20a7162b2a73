import type { Words } from '../words.ts';
import { importLine, lineWidth } from './imports.ts';

const summary = 'One row per track, country and month, settled.';
/** What \`monthly\` of core makes of the rule below, in words. */
const due = 'by 00:00 UTC on day 15 of the next month †';

const documentsOf = ({ listingParts, formatParts }: Words): string =>
  `\`/reports/${listingParts.lists ? 'ID' : 'MONTH'}\`, ${formatParts.documents}`;

/** The row of the feeds table, as \`ledgerline connector check --write\` writes it. */
export function feedRow(words: Words): readonly string[] {
  return ['`sales`', summary, 'yes', 'month', due, documentsOf(words)];
}

/** `src/sales.ts` */
export function feedRoom(words: Words): string {
  const { type, listingParts, formatParts } = words;
  const { lists } = listingParts;
  const client = lists ? '{ download, listReports }' : '{ download }';
  return `${importLine(['decode', 'defineFeed', 'monthly', ...formatParts.helpers], '@ledgerline/core')}
import ${client} from './client.ts';
import type { ${type}Config } from './config.ts';
import { salesColumns } from './records.ts';

/** † Nobody documents the day; say \`assumed: false\` and where it stands once you know. */
const available = monthly({ day: 15, zone: 'UTC', source: 'assumption', assumed: true });

/** Monthly sales, settled. */
export const sales = defineFeed<${type}Config>({
  money: true,
  summary: '${summary}',
  key: 'month',
  documents: '${documentsOf(words)}',
  grain: 'month',
  available,
${lists ? "  declares: ['rows'],\n" : ''}${list(words)}
${read(formatParts.stages)}
  columns: salesColumns,
});
`;
}

function list({ listingParts, formatParts }: Words): string {
  const name = (month: string) => `\`sales-\${${month}}.${formatParts.ending}\``;
  if (!listingParts.lists) {
    return `  async *list({ clock }, { from, to }) {
    const due = available.periods(from, to).filter((period) => available.dueMs(period) <= clock.wall());
    for (const period of due) yield { kind: 'report', period, locator: period, object: ${name('period')} };
  },`;
  }
  return `  async *list(context) {
    for await (const { id, month, etag, rows } of listReports(context)) {
      const expected = { where: 'the listing', rows: String(rows) };
      yield { kind: 'report', period: month, tag: etag, locator: id, object: ${name('month')}, expected };
    }
  },`;
}

function read(stages: string): string {
  const head = '  read: (context, { object, locator }) =>';
  const decoded = `decode(download(context, object, String(locator)), ${stages}),`;
  const line = `${head} ${decoded}`;
  return line.length <= lineWidth ? line : `${head}\n    ${decoded}`;
}
