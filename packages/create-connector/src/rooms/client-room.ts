import type { Words } from '../words.ts';
import { importLine } from './imports.ts';

/** `src/client.ts` */
export function clientRoom({ type, listingParts }: Words): string {
  const { lists, helper, next } = listingParts;
  const names = ['type Body', 'type ConnectorContext'];
  const listed = [...(helper === undefined ? [] : [helper]), 'paginate', 'parsePayload', 'type Static', 'Type'];
  return `${importLine(lists ? [...names, ...listed] : names, '@ledgerline/core')}
import type { ${type}Config } from './config.ts';

export type Context = ConnectorContext<${type}Config>;
${lists ? listing(next ?? '') : ''}
/** GET /reports/${lists ? 'ID' : 'MONTH'}: a report as a file, called by a name that people know. */
export function download({ http }: Context, object: string, id: string): Body {
  return http.download(object, { op: 'file', path: \`/reports/\${encodeURIComponent(id)}\` });
}
`;
}

function listing(next: string): string {
  return `
/** An entry of the listing, as the API writes it. */
const Entry = Type.Object({ id: Type.String(), month: Type.String(), etag: Type.String(), rows: Type.Integer() });
export type Entry = Static<typeof Entry>;

const next = ${next};
const item = (value: unknown): Entry => parsePayload(Entry, value, 'an entry of the listing');

/** GET /reports: every report of the account. */
export function listReports({ http, account }: Context): AsyncGenerator<Entry, void, void> {
  const first = { op: 'list', path: '/reports', query: { account } };
  return paginate(http, { ...first, items: 'reports', total: 'total', next, item });
}
`;
}
