import { ColumnMapSchema, Secret, type Static, Type } from '@ledgerline/core';

const closed = { additionalProperties: false };
const Name = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9._-]*$', description });
const Text = (description: string, examples: readonly string[] = []) =>
  Type.String({ minLength: 1, description, ...(examples.length > 0 ? { examples: [...examples] } : {}) });
const Query = Type.Record(Type.String(), Type.String(), {
  default: {},
  description: 'Parameters of the query; may hold `{account}` and what the path may hold.',
});

const tokenEndpoint = {
  tokenUrl: Type.String({ pattern: '^https?://', description: 'OAuth token endpoint.' }),
  clientId: Text('OAuth client id.'),
  clientSecret: Secret({ description: 'Secret of the same client.' }),
};

const Auth = Type.Union(
  [
    Type.Object({ kind: Type.Literal('none') }, { ...closed, description: 'Anybody may ask.' }),
    Type.Object(
      { kind: Type.Literal('bearer'), token: Secret({ description: 'The token.' }) },
      { ...closed, description: 'A fixed token.' },
    ),
    Type.Object(
      {
        kind: Type.Literal('api-key'),
        header: Text('The header it goes in.', ['X-Api-Key']),
        key: Secret({ description: 'The key.' }),
      },
      { ...closed, description: 'A fixed key in a header.' },
    ),
    Type.Object(
      { kind: Type.Literal('client-credentials'), ...tokenEndpoint },
      { ...closed, description: 'OAuth client credentials.' },
    ),
    Type.Object(
      {
        kind: Type.Literal('refresh-token'),
        ...tokenEndpoint,
        refreshToken: Secret({ description: 'Refresh token of a person who may see the reports.' }),
      },
      { ...closed, description: 'OAuth refresh token.' },
    ),
  ],
  { description: 'How the API knows who asks.' },
);

const Next = Type.Union(
  [
    Type.Object({ kind: Type.Literal('single') }, { ...closed, description: 'Everything is in one answer.' }),
    Type.Object(
      {
        kind: Type.Literal('cursor'),
        token: Text('Dotted path in a page to the token of the next; absent, null or empty at the end.'),
        param: Text('The parameter it goes back in.'),
      },
      { ...closed, description: 'A token for the next page.' },
    ),
    Type.Object(
      {
        kind: Type.Literal('page'),
        param: Type.String({ default: 'page', description: 'The parameter with the number of the page.' }),
        first: Type.Integer({ default: 1, minimum: 0, description: 'The number of the first page.' }),
      },
      { ...closed, description: 'Pages by number.' },
    ),
    Type.Object(
      {
        kind: Type.Literal('offset'),
        param: Type.String({ default: 'offset', description: 'The parameter with how many entries were seen.' }),
      },
      { ...closed, description: 'Pages by how many entries were seen.' },
    ),
    Type.Object({ kind: Type.Literal('link') }, { ...closed, description: 'A Link header (RFC 8288).' }),
  ],
  { default: { kind: 'single' }, description: 'Where the next page is.' },
);

const Listing = Type.Object(
  {
    path: Text('Path below `baseUrl`.', ['/reports']),
    query: Query,
    items: Type.String({ description: 'Dotted path in a page to its entries; empty where the page is the list.' }),
    total: Type.Optional(Text('Dotted path in a page to how many entries there are in all.')),
    next: Next,
    report: Type.Object(
      {
        id: Text('What the document is asked for by.'),
        period: Text('The month or day: `2026-01`, `202601`, `2026-01-31`.'),
        tag: Type.Optional(Text('What changes when the report is published anew.')),
        rows: Type.Optional(Text('How many rows it has; the report is complete only if it has them.')),
        scope: Type.Optional(Text('What tells reports of one period apart.')),
      },
      { ...closed, description: 'Dotted paths in an entry.' },
    ),
  },
  { ...closed, description: 'How reports are listed; without it each period is asked for once it is due.' },
);

const Document = Type.Object(
  {
    path: Text('Path below `baseUrl`; may hold `{id}`, `{period}` and `{account}`.', ['/reports/{id}']),
    query: Query,
    gzip: Type.Boolean({ default: false, description: 'Whether it is packed by gzip.' }),
    format: Type.Union([Type.Literal('csv'), Type.Literal('tsv'), Type.Literal('ndjson')], {
      default: 'csv',
      description: 'What it is: delimited text with a header, or one JSON object a line.',
    }),
    delimiter: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1,
        description: 'What stands between cells, where it is neither comma nor tab.',
      }),
    ),
    headerLine: Type.Integer({ default: 1, minimum: 1, maximum: 100, description: 'The line of the header.' }),
  },
  { ...closed, description: 'How a report is fetched and read.' },
);

const Due = Type.Object(
  {
    day: Type.Integer({ minimum: 1, maximum: 31, default: 15, description: 'With months: day of the next month.' }),
    afterDays: Type.Integer({ minimum: 0, maximum: 3650, default: 1, description: 'With days: days after the day.' }),
    zone: Type.String({ default: 'UTC', examples: ['Europe/Paris'], description: 'The DSP’s time zone.' }),
    source: Type.Optional(
      Text('Where that stands; without it the date is an assumption, and nothing is ever missing.'),
    ),
  },
  { ...closed, default: {}, description: 'When a report is due.' },
);

const Statuses = (byDefault: readonly number[], description: string) =>
  Type.Array(Type.Integer({ minimum: 400, maximum: 599 }), { default: [...byDefault], description });

/** A source as its configuration describes it. */
export const HttpSourceConfig = Type.Object(
  {
    dsp: Name('Short name of the DSP; the first part of every report’s id.'),
    feed: { ...Name('Name of the kind of report.'), default: 'sales' },
    baseUrl: Type.String({ pattern: '^https?://', description: 'Root of the API.' }),
    auth: Auth,
    grain: Type.Union([Type.Literal('month'), Type.Literal('day')], {
      default: 'month',
      description: 'What a report is about.',
    }),
    money: Type.Boolean({ default: true, description: 'Whether rows carry an amount and a currency.' }),
    listing: Type.Optional(Listing),
    document: Document,
    columns: ColumnMapSchema({
      description:
        'The mapping, field by field: header names, or `{ headers, optional, steps }`, `{ constant }`, `{ fromReport }`.',
    }),
    ignore: Type.Array(Type.String(), { default: [], description: 'Headers that are known and not mapped.' }),
    due: Due,
    notReady: Statuses([404], 'Statuses of a document that is still to come.'),
    gone: Statuses([410], 'Statuses of a document that is no longer kept.'),
  },
  closed,
);

export type HttpSourceConfig = Static<typeof HttpSourceConfig>;
