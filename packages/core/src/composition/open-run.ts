import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { DependencyContainer } from 'tsyringe';
import { coreVersion } from '../config/core-version.ts';
import type { Audit } from '../contracts/audit.ts';
import type { RunEvent } from '../contracts/events.ts';
import { asJson } from '../contracts/json.ts';
import type { OpenSink } from '../contracts/sink.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import type { Pipeline, RunTools } from '../pipeline/pipeline.ts';
import { redactSecrets } from '../telemetry/redact-secrets.ts';
import { auditHeadSpace, lastAuditSpace, type NotedHead, notedHead } from './audit-heads.ts';
import {
  AUDIT,
  CLOCK,
  createRunScope,
  ENGINE,
  LOOKUPS,
  PIPELINES,
  type RunParts,
  STATE,
  TOOLS,
} from './composition-root.ts';
import { configDigest, pluginVersions } from './config-digest.ts';
import type { LedgerlineOptions, OperatorWord, Selection } from './ledgerline.ts';
import type { RunCommand } from './run-summary.ts';

/** A run under way, whatever it is about: one audit log, one policy engine. */
export interface OpenRun {
  readonly run: string;
  readonly scope: DependencyContainer;
  readonly pipelines: readonly Pipeline[];
  readonly tools: RunTools;
  /** ISO instant. */
  readonly startedAt: string;
  close(): Promise<void>;
}

export interface OpenRunParts {
  readonly root: DependencyContainer;
  readonly options: LedgerlineOptions;
  openSink(name: string): Promise<OpenSink>;
}

/** Opens a run; the first record of its audit says what it was made with and which run came before it. */
export async function openRun(
  { root, options, openSink }: OpenRunParts,
  command: RunCommand,
  selection: Selection,
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<OpenRun> {
  const { config, plugins } = options;
  const names = selection.pipelines ?? Object.keys(config.pipelines);
  const needed = new Set(names.flatMap((name) => config.pipelines[name]?.sink ?? []));
  const sinks = new Map<string, OpenSink>();
  for (const name of needed) sinks.set(name, await openSink(name));
  const wallMs = root.resolve(CLOCK).wall();
  const run = options.run ?? runName(wallMs);
  const parts: RunParts = {
    ...{ run, sinks, onEvent, pipelines: names },
    ...(selection.again ? { again: selection.again } : {}),
    ...(selection.retake ? { retake: true } : {}),
  };
  const scope = createRunScope(root, options, parts);
  const state = root.resolve(STATE);
  const startedAt = new Date(wallMs).toISOString();
  const previous = notedHead(await state.get(lastAuditSpace, lastAuditSpace));
  const audit = scope.resolve(AUDIT);
  audit.append('run.started', {
    ...{ run, command, startedAt, pipelines: names, core: coreVersion() },
    config: configDigest(config, plugins, redactSecrets(plugins.secrets)),
    plugins: pluginVersions(plugins).map(asJson),
    ...(previous ? { previous: asJson(previous) } : {}),
  });
  const note = async (): Promise<void> => {
    await audit.close();
    const head: NotedHead = { run, ...audit.end };
    await state.write([
      { space: auditHeadSpace, key: run, value: asJson(head) },
      { space: lastAuditSpace, key: lastAuditSpace, value: asJson(head) },
    ]);
  };
  const close = async (): Promise<void> => {
    await scope.resolve(LOOKUPS).close();
    await rm(scope.resolve(TOOLS).folders.scratch, { recursive: true, force: true });
    await scope.resolve(ENGINE).close();
    await note();
  };
  try {
    return { run, scope, pipelines: scope.resolve(PIPELINES), tools: scope.resolve(TOOLS), startedAt, close };
  } catch (error) {
    recordFailure(audit, run, error);
    await note();
    throw error;
  }
}

function recordFailure({ append }: Pick<Audit, 'append'>, run: string, error: unknown): void {
  const code = isLedgerlineError(error) ? error.code : 'INTERNAL';
  append('run.failed', { run, code, message: error instanceof Error ? error.message : String(error) });
}

/** Hands an open run to `use`; what ends it early is on record before it is closed. */
export async function withRun<Result>(open: Promise<OpenRun>, use: (run: OpenRun) => Promise<Result>): Promise<Result> {
  const opened = await open;
  try {
    return await use(opened);
  } catch (error) {
    recordFailure(opened.tools.audit, opened.run, error);
    throw error;
  } finally {
    await opened.close();
  }
}

/** Puts an act of a person on record, before it has any effect. */
export function recordAct(
  { audit }: Pick<RunTools, 'audit'>,
  act: Extract<RunCommand, 'import' | 'replay' | 'discard' | 'accept' | 'drift-accept'>,
  { who, why }: OperatorWord,
  about: { readonly report?: string } = {},
): void {
  audit.append('operator.acted', { act, who, why, ...about });
}

/** A name that sorts by time and that two runs started in one second do not share. */
function runName(wallMs: number): string {
  const instant = new Date(wallMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${instant}-${randomUUID().slice(0, 4)}`;
}
