import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Body,
  type Connector,
  column,
  constant,
  type DeadLetter,
  decode,
  defineConnector,
  definePolicy,
  delimited,
  fromReport,
  type Manifest,
  type RoyaltyLineItem,
  strip,
  Type,
} from '@ledgerline/core';
import {
  builtinValidators,
  createLedgerline,
  type Ledgerline,
  readConfig,
  resolvePlugins,
} from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';

/** How a row of the document is: `grouped` units pass once the mapping knows the mark, `wrong` ones never, `twice` ones then fail for another reason, `ragged` rows are no rows. */
export type RowKind = 'good' | 'grouped' | 'wrong' | 'twice' | 'ragged';

const texts: Readonly<Record<RowKind, (index: number) => string>> = {
  good: (index) => `DEZZ126${String(index).padStart(5, '0')};DE;${index + 1};0.${index + 1};EUR`,
  grouped: (index) => `DEZZ126${String(index).padStart(5, '0')};FR;1'00${index % 10};2.5;EUR`,
  wrong: (index) => `DEZZ126${String(index).padStart(5, '0')};US;many;1.25;USD`,
  twice: () => `nonsense;US;1'000;1.25;USD`,
  ragged: (index) => `DEZZ126${index};DE;1;2;3;4;5;6;7`,
};

/** What the made-up DSP publishes, and how well its rows are understood. */
export interface Published {
  rows: readonly RowKind[];
  edition: number;
  knowsMark: boolean;
}

function documentOf({ rows, edition }: Published): Uint8Array {
  const lines = rows.map((kind, index) => `${texts[kind](index)};${edition}`);
  return new TextEncoder().encode(`ISRC;Country;Units;Amount;Currency;Edition\n${lines.join('\n')}\n`);
}

function bodyOf(published: Published): Body {
  return {
    object: 'sales.csv',
    async *open({ observer }) {
      const bytes = documentOf(published);
      observer.evidence({ kind: 'length', holds: true, detail: `${bytes.length} bytes` });
      yield bytes;
    },
  };
}

function connectorFor(published: Published) {
  return defineConnector({
    ...{ name: 'made-up', version: '1.0.0', dsp: 'made-up', summary: 'One report that is published again and again.' },
    config: Type.Object({}),
    policy: definePolicy({ id: 'made-up' }),
    capabilities: { revisions: true },
    feeds: {
      sales: {
        ...{ money: true, grain: 'month', summary: 'One row per track.' },
        async *list() {
          const tag = String(published.edition);
          yield {
            kind: 'report',
            period: '2026-03',
            tag,
            locator: null,
            object: 'sales.csv',
            facts: { kind: 'stream' },
          };
        },
        read: () => decode(bodyOf(published), delimited({ delimiter: ';' })),
        ignore: ['Edition'],
        columns: {
          isrc: ['ISRC'],
          territory: ['Country'],
          units: published.knowsMark ? column('Units', strip("'")) : ['Units'],
          amount: ['Amount'],
          currency: ['Currency'],
          period: fromReport('period'),
          saleType: fromReport('kind'),
          tier: constant('premium'),
        },
      },
    },
  });
}

/** Where one row of the document in force is now. */
export interface RowPlaces {
  readonly accepted: readonly RoyaltyLineItem[];
  readonly letters: readonly DeadLetter[];
  readonly manifest: Manifest | undefined;
  readonly problems: readonly string[];
}

/** A lake that one made-up report goes to; every command is a process of its own. */
export class LettersWorld {
  readonly published: Published;
  readonly #folder = mkdtempSync(join(tmpdir(), 'letters-'));

  constructor(rows: readonly RowKind[]) {
    this.published = { rows, edition: 1, knowsMark: false };
  }

  async with<Result>(use: (ledgerline: Ledgerline) => Promise<Result>): Promise<Result> {
    const file = join(this.#folder, 'ledgerline.yaml');
    const pipeline = {
      ...{ connector: 'made-up', accounts: ['a'], since: '2026-03', until: '2026-03' },
      ...{ validators: ['schema', 'identifiers'], budget: { rejectedRatio: 1 } },
    };
    await writeFile(
      file,
      JSON.stringify({ sinks: { lake: { use: 'filesystem', path: 'lake', maxPartRows: 3 } }, pipelines: { pipeline } }),
    );
    const config = await readConfig(file, { env: {} });
    const connector: Connector = connectorFor(this.published);
    const builtin = { connector: { 'made-up': connector }, sink: { filesystem }, validator: builtinValidators };
    const ledgerline = await createLedgerline({ config, plugins: await resolvePlugins(config, { builtin }) });
    try {
      return await use(ledgerline);
    } finally {
      await ledgerline.close();
    }
  }

  look(): Promise<RowPlaces> {
    return this.with(async (ledgerline) => {
      const sink = await ledgerline.openSink();
      const accepted: RoyaltyLineItem[] = [];
      for await (const { absolutePath } of sink.files())
        for (const line of readFileSync(absolutePath, 'utf8').split('\n'))
          if (line !== '') accepted.push(JSON.parse(line));
      const problems: string[] = [];
      if (!sink.verify) throw new Error('the lake verifies itself');
      for await (const { path, message } of sink.verify()) problems.push(`${path}: ${message}`);
      const [manifest] = await Array.fromAsync(sink.manifests());
      return { accepted, letters: await Array.fromAsync(sink.deadLetters()), manifest, problems };
    });
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
