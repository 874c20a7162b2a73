import {
  bearer,
  constant,
  decode,
  defineConnector,
  definePolicy,
  delimited,
  fromReport,
  parsePayload,
  Secret,
  Type,
} from '@ledgerline/core';

const Months = Type.Array(Type.String({ pattern: '^\\d{4}-\\d{2}$' }));

export default defineConnector({
  name: 'hello',
  version: '1.0.0',
  dsp: 'hello',
  summary: 'A made-up DSP that has a CSV for each month.',
  config: Type.Object({ baseUrl: Type.String(), token: Secret() }),
  baseUrl: ({ baseUrl }) => baseUrl,
  auth: ({ token }) => bearer(token),
  policy: definePolicy({ id: 'hello' }),
  capabilities: {},
  feeds: {
    sales: {
      money: true,
      grain: 'month',
      summary: 'one row per track, country and month',
      async *list({ http }) {
        const reply = await http.request({ op: 'list', path: '/months' });
        for (const month of parsePayload(Months, reply.json(), 'the list of months'))
          yield { kind: 'report', period: month, locator: null, object: `${month}.csv` };
      },
      read: ({ http }, { object }) =>
        decode(http.download(object, { op: 'file', path: `/${object}` }), delimited({ delimiter: ',' })),
      columns: {
        isrc: ['ISRC'],
        territory: ['Country'],
        units: ['Plays'],
        amount: ['Royalty'],
        currency: ['Currency'],
        period: fromReport('period'),
        saleType: constant('stream'),
      },
    },
  },
});
