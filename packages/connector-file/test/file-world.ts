import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import file, { type Examined, examine, type Preset } from '@ledgerline/connector-file';
import type { JsonObject, Manifest } from '@ledgerline/core';
import {
  builtinValidators,
  createLedgerline,
  type Ledgerline,
  readConfig,
  resolvePlugins,
  VirtualClock,
} from '@ledgerline/core/runtime';
import { openDrop } from '@ledgerline/drop';
import filesystem from '@ledgerline/sink-filesystem';

/** A folder with an inbox, and a lake beside it. */
export class FileWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'ledgerline-file-'));
  readonly clock = new VirtualClock({ wallMs: Date.parse('2099-01-01T00:00:00Z') });
  #runs = 0;

  constructor() {
    mkdirSync(join(this.folder, 'inbox'));
  }

  put(path: string, content: string | Uint8Array): void {
    const target = join(this.folder, 'inbox', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }

  drop() {
    return openDrop({ kind: 'directory', path: join(this.folder, 'inbox') }, { clock: this.clock });
  }

  examine(path: string, preset: Preset, dialect = {}): Promise<Examined> {
    return examine(this.drop().body(path), { preset, dialect, signal: new AbortController().signal });
  }

  async with<Result>(
    feed: string,
    config: JsonObject,
    use: (ledgerline: Ledgerline) => Promise<Result>,
  ): Promise<Result> {
    this.#runs += 1;
    const project = {
      sinks: { lake: { use: 'filesystem', path: './lake', format: 'csv', compress: 'none' } },
      pipelines: {
        files: {
          connector: 'file',
          accounts: ['kit'],
          feeds: [feed],
          config: { drop: { kind: 'directory', path: './inbox' }, ...config },
          since: '2020-01',
          until: '2030-12',
        },
      },
    };
    const path = join(this.folder, 'ledgerline.yaml');
    writeFileSync(path, JSON.stringify(project));
    const loaded = await readConfig(path, { env: {} });
    const builtin = { connector: { file }, sink: { filesystem }, validator: builtinValidators };
    const plugins = await resolvePlugins(loaded, { builtin });
    const ledgerline = await createLedgerline({ config: loaded, plugins, clock: this.clock, run: `run-${this.#runs}` });
    try {
      return await use(ledgerline);
    } finally {
      await ledgerline.close();
    }
  }

  async run(feed: string, config: JsonObject = {}) {
    const summary = await this.with(feed, config, (ledgerline) => ledgerline.run());
    const { outcomes = [], skipped = [], error } = summary.pipelines.files ?? {};
    return { outcomes, skipped, error };
  }

  manifests(history = true): Promise<readonly Manifest[]> {
    return this.with('royalties', { as: 'a/b' }, async (ledgerline) =>
      Array.fromAsync((await ledgerline.openSink()).manifests({ history })),
    );
  }

  /** The text of the data files in force. */
  files(): Promise<readonly string[]> {
    return this.with('royalties', { as: 'a/b' }, async (ledgerline) => {
      const files = await Array.fromAsync((await ledgerline.openSink()).files());
      return files.map(({ absolutePath }) => readFileSync(absolutePath, 'utf8'));
    });
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const standardHeader = 'isrc,upc,title,territory,sale_type,units,amount,currency';

/** A row of a standard CSV. */
export function standardRow(
  cells: Partial<Record<'isrc' | 'upc' | 'title' | 'territory' | 'units' | 'amount' | 'currency', string>> = {},
): string {
  const {
    isrc = 'DEZZ12600001',
    upc = '',
    title = 'Song',
    territory = 'DE',
    units = '10',
    amount = '0.5',
    currency = 'EUR',
  } = cells;
  return [isrc, upc, title, territory, 'stream', units, amount, currency].join(',');
}

export function standardFile(...rows: readonly string[]): string {
  return `${[standardHeader, ...rows].join('\n')}\n`;
}
