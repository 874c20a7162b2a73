import { bearer, constant, decode, defineConnector, definePolicy, delimited, fromReport, gunzip, parsePayload, Secret, Type } from '@ledgerline/core';

const rate = { id: 'minute', kind: 'sliding', limit: 60, perMs: 60_000, source: 'developer portal, 2026-05' } as const;
const Listing = Type.Array(Type.Object({ id: Type.String(), month: Type.String(), etag: Type.String(), rows: Type.Integer() }));

export default defineConnector({
  name: 'tonspur', version: '1.0.0', dsp: 'tonspur', summary: 'Monthly sales of a made-up DSP',
  config: Type.Object({ baseUrl: Type.String(), token: Secret() }),
  baseUrl: ({ baseUrl }) => baseUrl,
  auth: ({ token }) => bearer(token),
  policy: definePolicy({ id: 'tonspur', policy: { rate: [rate] } }),
  capabilities: { revisions: true, controlTotals: true },
  feeds: {
    sales: {
      money: true, grain: 'month', summary: 'one row per track, country and month',
      async *list({ http, account }) {
        const reply = await http.request({ op: 'list', path: '/reports', query: { account } });
        for (const { id, month, etag, rows } of parsePayload(Listing, reply.json(), 'the listing'))
          yield { kind: 'report', period: month, tag: etag, locator: id, object: id, expected: { where: 'listing', rows: `${rows}` } };
      },
      read: ({ http }, { object, locator }) =>
        decode(http.download(object, { op: 'file', path: `/reports/${locator}` }), gunzip(), delimited({ delimiter: ';' })),
      columns: {
        isrc: ['ISRC'], territory: ['Country'], units: ['Plays', 'Streams'], amount: ['Royalty'], currency: ['Currency'],
        period: fromReport('period'), saleType: constant('stream'),
      },
    },
  },
});
