import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector, JsonObject, RunEvent } from '@ledgerline/core';
import {
  builtinValidators,
  createLedgerline,
  type RunSummary,
  readConfig,
  resolvePlugins,
  VirtualClock,
} from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';
import type { RunningUpstream, Upstream } from '../upstream.ts';
import { createWire, type Wire, type WireRequest } from '../wire/wire.ts';
import { drive } from './drive.ts';
import { type Lake, readLake } from './lake.ts';
import { createRecordingLog } from './recording-log.ts';

/** A connector of any configuration; the kit never looks into what it hands on. */
export type AnyConnector = Connector;

export interface WorldOptions {
  readonly connector: AnyConnector;
  readonly upstream: Upstream;
  /** @default the upstream's own */
  readonly config?: JsonObject;
  readonly rows: number;
  /** Reports at once. @default 2 */
  readonly concurrency?: number;
  /** Settings of the lake beside its path. @default those of the sink */
  readonly sink?: JsonObject;
}

/** What one run did. Units: `virtualMs` of the kit's clock. */
export interface RunReport {
  readonly summary: RunSummary;
  readonly events: readonly RunEvent[];
  readonly requests: readonly WireRequest[];
  readonly virtualMs: number;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Units: bytes; several lakes of the largest documents. */
const roomBytes = 512 * 1024 * 1024;

/** Where worlds live: in memory where there is room, since flushing to a disk is most of what a scenario costs. */
function roomiest(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > roomBytes ? memory : tmpdir();
}

/** A connector, its fake, a lake, and time that passes only when nothing else happens. Must be closed. */
export class World {
  readonly folder = mkdtempSync(join(roomiest(), 'ledgerline-kit-'));
  readonly clock: VirtualClock;
  readonly upstream: RunningUpstream;
  readonly wire: Wire;
  readonly config: JsonObject;
  readonly rows: number;
  readonly logLines: string[] = [];
  readonly #connector: AnyConnector;
  readonly #concurrency: number;
  readonly #sink: JsonObject;
  #runs = 0;

  private constructor(
    { connector, config, rows, concurrency = 2, sink = {} }: WorldOptions,
    clock: VirtualClock,
    upstream: RunningUpstream,
  ) {
    this.#connector = connector;
    this.#concurrency = concurrency;
    this.#sink = sink;
    this.rows = rows;
    this.clock = clock;
    this.upstream = upstream;
    this.config = config ?? upstream.config;
    const placeOf = upstream.placeOf.bind(upstream);
    const { handlers, rewrite, nameOf } = upstream;
    this.wire = createWire({
      ...{ handlers, placeOf, now: clock.wall },
      ...(rewrite === undefined ? {} : { rewrite }),
      ...(nameOf === undefined ? {} : { nameOf }),
    });
  }

  static async open(options: WorldOptions): Promise<World> {
    const clock = new VirtualClock({ wallMs: Date.parse(`${options.upstream.today}T12:00:00Z`) });
    const upstream = await options.upstream.start({ now: clock.wall, rows: options.rows });
    return new World(options, clock, upstream);
  }

  /** Checks the configuration as a host does. Errors: ConfigError. */
  async resolve(config: JsonObject = this.config) {
    mkdirSync(this.folder, { recursive: true });
    const file = join(this.folder, 'ledgerline.yaml');
    writeFileSync(file, JSON.stringify(this.#project(config)));
    const loaded = await readConfig(file, { env: {} });
    const builtin = {
      connector: { [this.#connector.name]: this.#connector },
      sink: { filesystem },
      validator: builtinValidators,
    };
    return { loaded, plugins: await resolvePlugins(loaded, { builtin }) };
  }

  #project(config: JsonObject): JsonObject {
    const { window, feeds } = this.upstream;
    return {
      seed: 1,
      sinks: { lake: { ...this.#sink, use: 'filesystem', path: './lake' } },
      pipelines: {
        kit: {
          connector: this.#connector.name,
          accounts: ['kit'],
          config,
          ...(feeds === undefined ? {} : { feeds: [...feeds] }),
          since: window.from,
          until: window.to,
          concurrency: this.#concurrency,
          checkpointRows: 4096,
        },
      },
    };
  }

  /** Starts a run; nothing waits and no time passes until it is driven. */
  async start({ signal, onEvent }: RunOptions = {}) {
    const { loaded, plugins } = await this.resolve();
    const { log, lines } = createRecordingLog();
    const events: RunEvent[] = [];
    this.#runs += 1;
    const ledgerline = await createLedgerline({
      config: loaded,
      plugins,
      clock: this.clock,
      fetch: this.wire.fetch,
      log,
      run: `run-${this.#runs}`,
      onEvent: (event) => {
        events.push(event);
        onEvent?.(event);
      },
    });
    const [sent, startedMs] = [this.wire.requests.length, this.clock.mono()];
    const finish = async (): Promise<RunReport> => {
      try {
        const summary = await ledgerline.run(signal === undefined ? {} : { signal });
        const virtualMs = Math.round(this.clock.mono() - startedMs);
        return { summary, events, requests: this.wire.requests.slice(sent), virtualMs };
      } finally {
        this.logLines.push(...lines);
        await ledgerline.close();
      }
    };
    return finish();
  }

  /** Runs everything once, letting as much virtual time pass as it takes. */
  run(options: RunOptions = {}): Promise<RunReport> {
    return drive(this.clock, this.wire, this.start(options));
  }

  async lake(): Promise<Lake> {
    const context = { clock: this.clock, log: createRecordingLog().log };
    const folder = join(this.folder, 'lake');
    const sink = await filesystem.open({ path: folder }, context);
    try {
      return await readLake(sink, folder);
    } finally {
      await sink.close();
    }
  }

  /** The text of every file below a folder of the world, by path. */
  texts(below: string): ReadonlyMap<string, string> {
    const root = join(this.folder, below);
    if (!existsSync(root)) return new Map();
    const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(
      names.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(this.folder.length + 1), readFileSync(path, 'latin1')] as const;
      }),
    );
  }

  async close(): Promise<void> {
    await this.upstream.close?.();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
