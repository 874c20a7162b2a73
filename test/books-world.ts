import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Availability,
  type ClaimedTotals,
  type Clock,
  type Connector,
  column,
  decode,
  defineConnector,
  definePolicy,
  delimited,
  gunzip,
  type JsonObject,
  type Manifest,
  Type,
} from '@ledgerline/core';
import {
  builtinValidators,
  createLedgerline,
  type Ledgerline,
  type PipelineResult,
  readConfig,
  resolvePlugins,
  VirtualClock,
} from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';

/** A document of the made-up DSP. */
export interface Paper {
  readonly period: string;
  readonly scope?: string;
  readonly bytes: Uint8Array;
  /** What the listing claims. */
  readonly expected?: ClaimedTotals;
  /** What the document claims when it is read. */
  readonly claims?: readonly ClaimedTotals[];
}

export interface BooksOptions {
  readonly available?: Availability;
  /** Further keys of the pipeline. */
  readonly pipeline?: JsonObject;
  /** Settings of the lake beside its path. */
  readonly sink?: JsonObject;
  /** ISO instant. */
  readonly now?: string;
  /** Time, where a test lets it pass; it stands still otherwise. */
  readonly clock?: Clock;
  /** Connectors by the names that the configuration may use. */
  readonly connectors?: Readonly<Record<string, Connector>>;
}

export const header = 'isrc;territory;period;saleType;units;amount;currency';

/** A document of rows in the order of {@link header}. */
export function paper(period: string, rows: readonly string[], more: Partial<Paper> = {}): Paper {
  return { period, bytes: Buffer.from([header, ...rows].map((row) => `${row}\n`).join('')), ...more };
}

/** A row that every validator accepts, unless its cells say otherwise. */
export function row(
  cells: Partial<Record<'territory' | 'period' | 'saleType' | 'units' | 'amount' | 'currency', string>>,
) {
  const {
    territory = 'DE',
    period = '2026-03',
    saleType = 'stream',
    units = '1',
    amount = '0.01',
    currency = 'EUR',
  } = cells;
  return ['DEZZ12600001', territory, period, saleType, units, amount, currency].join(';');
}

/** A lake, a made-up DSP whose papers the test lays out, and a clock that stands still. */
export class BooksWorld {
  papers: Paper[] = [];
  /** What the listing, or every document, fails with; nothing while it is undefined. */
  listingFails: Error | undefined;
  readingFails: Error | undefined;
  readonly folder = mkdtempSync(join(tmpdir(), 'ledgerline-books-'));
  readonly #options: BooksOptions;
  #wallMs: number;

  constructor(options: BooksOptions = {}) {
    this.#options = options;
    this.#wallMs = Date.parse(options.now ?? '2026-04-20T12:00:00Z');
  }

  set now(instant: string) {
    this.#wallMs = Date.parse(instant);
  }

  /** `change` stands in place of keys of the pipeline. */
  async with<Result>(use: (ledgerline: Ledgerline) => Promise<Result>, change: JsonObject = {}): Promise<Result> {
    const file = join(this.folder, 'ledgerline.yaml');
    const { pipeline, sink } = this.#options;
    const books = {
      connector: 'made-up',
      accounts: ['a'],
      since: '2026-01',
      budget: { rejectedRatio: 1 },
      ...pipeline,
      ...change,
    };
    // JSON knows no undefined: null takes a key away.
    const kept = Object.fromEntries(Object.entries(books).filter(([, value]) => value !== null));
    writeFileSync(
      file,
      JSON.stringify({
        sinks: { lake: { ...sink, use: 'filesystem', path: './lake' } },
        pipelines: { books: kept },
      }),
    );
    const config = await readConfig(file, { env: {} });
    const builtin = {
      connector: { ...this.#options.connectors, 'made-up': this.#connector() },
      sink: { filesystem },
      validator: builtinValidators,
    };
    const plugins = await resolvePlugins(config, { builtin });
    const ledgerline = await createLedgerline({ config, plugins, clock: this.#clock() });
    try {
      return await use(ledgerline);
    } finally {
      await ledgerline.close();
    }
  }

  async run(): Promise<PipelineResult> {
    const { pipelines } = await this.with((ledgerline) => ledgerline.run());
    return pipelines.books ?? { outcomes: [], skipped: [] };
  }

  async manifests(history = false): Promise<Manifest[]> {
    return this.with(async (ledgerline) => Array.fromAsync((await ledgerline.openSink()).manifests({ history })));
  }

  /** The audit records of a kind, over all runs. */
  audited(kind: string): JsonObject[] {
    const runs = join(this.folder, '.ledgerline', 'runs');
    const files = existsSync(runs) ? readdirSync(runs).map((run) => join(runs, run, 'audit.ndjson')) : [];
    return files
      .filter((file) => existsSync(file))
      .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
      .map((line): { kind: string; record: JsonObject } => JSON.parse(line))
      .flatMap((entry) => (entry.kind === kind ? [entry.record] : []));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #clock(): Clock {
    if (this.#options.clock) return this.#options.clock;
    const inner = new VirtualClock({ wallMs: this.#wallMs });
    return {
      wall: () => this.#wallMs,
      mono: () => inner.mono(),
      sleepUntil: (mono, signal) => inner.sleepUntil(mono, signal),
      timer: (mono, callback) => inner.timer(mono, callback),
    };
  }

  #connector(): Connector {
    const { papers, listingFails, readingFails } = this;
    const { available } = this.#options;
    return defineConnector({
      ...{ name: 'made-up', version: '1.0.0', dsp: 'made-up', summary: 'Papers that a test lays out.' },
      config: Type.Object({}),
      policy: definePolicy({ id: 'made-up' }),
      capabilities: { revisions: true, controlTotals: true },
      feeds: {
        sales: {
          ...{ money: true, grain: 'month', summary: 'One row per track.' },
          ...(available ? { available } : {}),
          async *list() {
            if (listingFails) throw listingFails;
            for (const [at, { period, scope = '-', expected, bytes }] of papers.entries())
              yield {
                ...{ kind: 'report', period, scope, locator: at, object: `${period}.csv` },
                tag: `${bytes.length} ${Buffer.from(bytes).toString('base64').slice(-64)}`,
                ...(expected ? { expected } : {}),
              };
          },
          read: (_, { locator, object }) => {
            if (readingFails) throw readingFails;
            const { bytes, claims = [] } = papers[Number(locator)]!;
            const body = {
              object,
              async *open({ observer }: { observer: Parameters<ReturnType<typeof gunzip>>[1]['observer'] }) {
                observer.evidence({ kind: 'length', holds: true, detail: `${bytes.length} bytes` });
                for (const claim of claims) observer.claim(claim);
                yield bytes;
              },
            };
            return decode(body, gunzip(), delimited({ delimiter: ';' }));
          },
          columns: {
            ...{ isrc: ['isrc'], territory: ['territory'], period: ['period'], saleType: ['saleType'] },
            ...{ units: ['units'], amount: column('amount'), currency: ['currency'] },
          },
        },
      },
    });
  }
}
