import {
  type ByteStage,
  bearer,
  type ColumnMap,
  type ConnectorContext,
  column,
  constant,
  cursor,
  decode,
  defineConnector,
  definePolicy,
  delimited,
  type Feed,
  fromReport,
  gunzip,
  type HttpRequest,
  type ListedReport,
  monthly,
  PayloadError,
  type PolicyProfile,
  paginate,
  parsePayload,
  type Report,
  type RowSource,
  Secret,
  type Static,
  Type,
  type Window,
} from '@ledgerline/core';

const config = Type.Object(
  {
    label: Type.String({ minLength: 1 }),
    key: Secret(),
    baseUrl: Type.String({ default: 'https://api.sample.test', pattern: '^https://' }),
    storageHost: Type.String({ default: 'files.sample.test' }),
  },
  { additionalProperties: false },
);

export type Config = Static<typeof config>;
export type Context = ConnectorContext<Config>;

const Entry = Type.Object({ id: Type.String(), month: Type.String(), version: Type.String(), rows: Type.Integer() });
export type Entry = Static<typeof Entry>;

export const profile: PolicyProfile = definePolicy({
  id: 'sample',
  hosts: ['files.sample.test'],
  scopes: ['credential', 'class'],
  classify: [
    { id: 'lapsed', when: { op: { equals: 'file' }, status: { equals: 403 } }, verdict: 'reissue', reason: 'lapsed' },
    { id: 'gone', when: { status: { equals: 410 } }, verdict: 'give-up', reason: 'gone' },
    {
      id: 'not-ready',
      when: { op: { equals: 'address' }, status: { equals: 404 } },
      verdict: 'defer',
      reason: 'not-ready',
      hintFrom: 'availability',
    },
  ],
});

export const columns: ColumnMap = {
  isrc: ['ISRC'],
  territory: ['Country'],
  units: ['Plays'],
  amount: ['Amount'],
  currency: ['Currency'],
  title: column('Title'),
  period: fromReport('period'),
  saleType: constant('stream'),
};

/** What a connector does; each may be done badly. */
export interface Habits {
  readonly config: typeof config;
  readonly policy: PolicyProfile;
  readonly feed: Partial<Feed<Config>>;
  readonly name: string;
  entries(context: Context, window: Window): AsyncIterable<Entry>;
  listed(entry: Entry): ListedReport;
  locate(context: Context, report: Report): () => Promise<HttpRequest>;
  source(source: RowSource, context: Context): RowSource | Promise<RowSource>;
  readonly unzip: ByteStage;
  readonly renews: boolean;
}

/** Asks for the pages and holds them to their total. */
async function* entries({ http }: Context): AsyncGenerator<Entry, void, void> {
  let total = 0;
  let seen = 0;
  const next = cursor({ token: 'next', param: 'cursor' });
  const pages = paginate(http, {
    op: 'list',
    path: '/reports',
    items: 'reports',
    next(page) {
      total = Math.max(
        total,
        parsePayload(Type.Object({ total: Type.Integer() }), page.body, 'a page of the listing').total,
      );
      return next(page);
    },
  });
  for await (const item of pages) {
    seen += 1;
    yield parsePayload(Entry, item, 'a page of the listing');
  }
  if (seen !== total)
    throw new PayloadError(`The listing has ${seen} reports and says ${total}.`, { code: 'LISTING_SHORT' });
}

/** Every habit as it should be. */
export const goodHabits: Habits = {
  config,
  policy: profile,
  feed: {},
  name: 'sample',
  entries,
  listed: ({ id, month, version, rows }) => ({
    ...{ kind: 'report', period: month, tag: version, locator: id, object: `${id}.csv.gz` },
    expected: { where: 'the listing', rows: String(rows) },
  }),
  locate:
    ({ http }, { locator }) =>
    async () => {
      const reply = await http.request({ op: 'address', path: `/reports/${String(locator)}/address` });
      const { url } = parsePayload(Type.Object({ url: Type.String() }), reply.json(), 'an address');
      return { op: 'file', url, auth: false };
    },
  source: (source) => source,
  unzip: gunzip({ when: 'always' }),
  renews: true,
};

/** The sample connector: a good one, or one with the given habits in place of good ones. */
export function createSample(habits: Partial<Habits> = {}) {
  const { entries, listed, locate, source, feed, renews, unzip, ...rest } = { ...goodHabits, ...habits };
  const sales: Feed<Config> = {
    money: true,
    summary: 'One row per track and country of a month.',
    grain: 'month',
    available: monthly({ day: 10, zone: 'UTC', source: 'made up' }),
    async *list(context, window) {
      for await (const entry of entries(context, window)) yield listed(entry);
    },
    read: (context, report) => {
      const body = context.http.download(report.object, locate(context, report));
      return source(decode(body, unzip, delimited({ delimiter: ',' })), context);
    },
    columns,
    ...feed,
  };
  return defineConnector({
    ...rest,
    version: '1.0.0',
    dsp: 'sample',
    summary: 'A DSP that is not there.',
    baseUrl: ({ baseUrl }) => baseUrl,
    auth: ({ key }) => ({ ...bearer(key), renew: () => renews }),
    credential: ({ label }) => label,
    capabilities: { revisions: true, controlTotals: true },
    feeds: { sales },
  });
}
