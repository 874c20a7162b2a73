import { gunzipSync, constants as zlib } from 'node:zlib';
import {
  type ByteStage,
  coalesce,
  column,
  constant,
  type HttpRequest,
  isLedgerlineError,
  type OpenRows,
  optional,
  type RowBatch,
  type RowSource,
  type SourceEnd,
  type TObject,
  Type,
  UpstreamError,
} from '@ledgerline/core';
import { columns, type Entry, goodHabits, type Habits, profile } from './connector.ts';

/** A bad habit and the checks that must find it; no others may. */
export interface Broken {
  readonly name: string;
  readonly fails: readonly string[];
  readonly habits: Partial<Habits>;
}

type Rows = AsyncGenerator<RowBatch, SourceEnd, void>;

const { entries, listed } = goodHabits;

/** The source with another way of opening it. */
function reopened(source: RowSource, open: RowSource['open']): RowSource {
  return { ...source, open };
}

async function* atOnce(rows: Rows): Rows {
  const held: RowBatch[] = [];
  for (let step = await rows.next(); ; step = await rows.next()) {
    if (step.done) {
      yield* held;
      return step.value;
    }
    held.push(step.value);
  }
}

/** Takes what can be unzipped, up to the last whole line. */
const lenient: ByteStage = async function* (bytes) {
  const wire = Buffer.concat(await Array.fromAsync(bytes));
  const plain = gunzipSync(wire, { finishFlush: zlib.Z_SYNC_FLUSH });
  yield plain.subarray(0, plain.lastIndexOf('\n') + 1);
};

async function* unlessAbsent(rows: Rows, { observer, bind }: OpenRows): Rows {
  try {
    return yield* rows;
  } catch (error) {
    if (!isLedgerlineError(error) || error.name !== 'NotReadyError') throw error;
    bind(['ISRC', 'Country', 'Plays', 'Amount', 'Currency', 'Title']);
    observer.evidence({ kind: 'length', holds: true, detail: 'there was nothing' });
    const cursor = { record: 0, line: 1, byteOffset: 0, digest: '0'.repeat(64) };
    return { cursor, decodedBytes: 0, digest: cursor.digest, hasContent: false };
  }
}

let listings = 0;

const anyConfig = Type.Object({ ...goodHabits.config.properties, label: Type.Any() }, { additionalProperties: true });

export const brokenConnectors: readonly Broken[] = [
  {
    name: 'takes-any-config',
    fails: ['config/types', 'config/unknown'],
    habits: { config: anyConfig as TObject as typeof goodHabits.config },
  },
  {
    name: 'trusts-pages',
    fails: ['listing/stagnating', 'listing/looping'],
    habits: {
      async *entries({ http }) {
        const seen = new Set<string>();
        let total = 0;
        for (let cursor: string | undefined = '0'; cursor !== undefined; ) {
          const reply = await http.request({ op: 'list', path: '/reports', query: { cursor } });
          const page = reply.json() as { total: number; reports: Entry[]; next?: string };
          for (const entry of page.reports) if (!seen.has(entry.id)) yield entry;
          for (const entry of page.reports) seen.add(entry.id);
          total = page.total;
          cursor = page.next;
        }
        if (seen.size !== total) throw new Error('not all of it');
      },
    },
  },
  {
    name: 'ignores-total',
    fails: ['listing/short'],
    habits: {
      async *entries(context, window) {
        try {
          yield* entries(context, window);
        } catch (error) {
          if (!isLedgerlineError(error) || error.code !== 'LISTING_SHORT') throw error;
        }
      },
    },
  },
  {
    name: 'swallows-failures',
    fails: ['listing/failing', 'listing/short', 'failures/outage', 'rate/huge'],
    habits: {
      async *entries(context, window) {
        try {
          yield* entries(context, window);
        } catch (error) {
          if (!isLedgerlineError(error) || error.code === 'CANCELLED' || error.code.startsWith('PAGING')) throw error;
        }
      },
    },
  },
  {
    name: 'tags-by-the-hour',
    fails: ['again/unchanged'],
    habits: {
      listed: (entry) => {
        listings += 1;
        return { ...listed(entry), tag: `${entry.version}-${listings}` };
      },
    },
  },
  {
    name: 'loses-cursor',
    fails: ['resume/checkpoint'],
    habits: { source: (source) => reopened(source, ({ resume: _, ...request }) => source.open(request)) },
  },
  {
    name: 'waves-throttles-through',
    fails: ['rate/seconds', 'rate/date', 'rate/huge'],
    habits: { policy: { ...profile, policy: { retryAfter: { gateMaxMs: 0 } } } },
  },
  {
    name: 'gives-up-early',
    fails: ['failures/500', 'failures/502', 'failures/504', 'failures/reset', 'failures/hang'],
    habits: { policy: { ...profile, policy: { retry: { maxAttempts: 1 } } } },
  },
  {
    name: 'mends-documents',
    fails: ['payload/truncated', 'payload/totals', 'faults/plans'],
    habits: {
      listed: (entry) => withoutClaims(entry),
      unzip: lenient,
    },
  },
  {
    name: 'trusts-documents',
    fails: ['payload/totals'],
    habits: { listed: (entry) => withoutClaims(entry) },
  },
  {
    name: 'keeps-its-token',
    fails: ['credentials/lapse'],
    habits: { renews: false },
  },
  {
    name: 'keeps-its-address',
    fails: ['credentials/address'],
    habits: {
      locate(context, report) {
        let kept: Promise<HttpRequest> | undefined;
        return () => {
          kept ??= goodHabits.locate(context, report)();
          return kept;
        };
      },
    },
  },
  {
    name: 'takes-absence-for-zero',
    fails: ['readiness/not-ready', 'readiness/gone'],
    habits: {
      feed: { emptyDocument: 'proves-zero' },
      listed: (entry) => withoutClaims(entry),
      source: (source) => reopened(source, (request) => unlessAbsent(source.open(request), request)),
    },
  },
  {
    name: 'makes-numbers-up',
    fails: ['drift/missing-column'],
    habits: {
      feed: { columns: { ...columns, units: coalesce(optional(column('Plays')), constant('1')) } },
    },
  },
  {
    name: 'passes-over-new-columns',
    fails: ['drift/unknown-column'],
    habits: { feed: { ignore: ['Mood'] } },
  },
  {
    name: 'blind-to-reissues',
    fails: ['reissue/supersedes'],
    habits: {
      listed(entry) {
        const { tag: _, ...rest } = listed(entry);
        return rest;
      },
    },
  },
  {
    name: 'ignores-signal',
    fails: ['cancellation/request', 'cancellation/waiting'],
    habits: {
      async source(source, { clock }) {
        await clock.sleepUntil(clock.mono() + 60_000);
        return source;
      },
    },
  },
  {
    name: 'leaks-token',
    fails: ['secrets/quiet', 'secrets/trouble'],
    habits: {
      async *entries(context, window) {
        context.log.debug('listing', { key: context.config.key });
        yield* entries(context, window);
      },
    },
  },
  {
    name: 'quotes-the-dsp',
    fails: ['secrets/trouble'],
    habits: {
      async *entries(context, window) {
        for (const cursor of ['0', '1']) {
          const { status, text } = await context.http.request({
            ...{ op: 'list', path: '/reports', query: { cursor }, accept: [502] },
          });
          if (status === 502) throw new UpstreamError(`The DSP says ${text()}`);
        }
        yield* entries(context, window);
      },
    },
  },
  {
    name: 'calls-fetch',
    fails: ['network/only-http'],
    habits: {
      async *entries(context, window) {
        await fetch('data:text/plain,hello');
        yield* entries(context, window);
      },
    },
  },
  {
    name: 'buffers-everything',
    fails: ['memory/flat'],
    habits: { source: (source) => reopened(source, (request) => atOnce(source.open(request))) },
  },
];

function withoutClaims(entry: Entry) {
  const { expected: _, ...rest } = listed(entry);
  return rest;
}
