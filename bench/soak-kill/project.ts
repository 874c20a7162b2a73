import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { generateSalesFile } from '@ledgerline/connector-spotify/mock';

/** As many as a batch has, so that no checkpoint comes later than it is due. */
export const checkpointRows = 4096;
/** Two checkpoints and something after them: more rows would only take longer. */
const defaultRows = 2 * checkpointRows + 1000;
/** Rows that become dead letters. */
const unreadable = [
  'SE\tfree\turi\t\t\tZZLGR2600002\tTitle\tArtist\tComposer\tAlbum\ta dozen\tLabel\t0.5\tEUR',
  'US\tfamily\turi\t\t\tNOT-AN-ISRC\tTitle\tArtist\tComposer\tAlbum\t3\tLabel\t0.017\tUSD',
];

const command = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url));
const sink = fileURLToPath(new URL('killing-sink.ts', import.meta.url));
const validator = fileURLToPath(new URL('strict-validator.ts', import.meta.url));

/** Writes a project with one report a month in its drop; `lake` is relative to it. */
export function writeProject(
  folder: string,
  months: readonly string[],
  revision: number,
  { lake = './lake', rows = defaultRows }: { readonly lake?: string; readonly rows?: number } = {},
): void {
  mkdirSync(join(folder, 'files'), { recursive: true });
  for (const [at, period] of months.entries()) drop(folder, period, revision, at + 1, rows);
  const config = {
    seed: 1,
    sinks: { lake: { use: sink, path: lake, maxPartRows: 1000 } },
    validators: { strict: { use: validator } },
    pipelines: {
      sales: {
        connector: 'spotify',
        feeds: ['sales'],
        accounts: ['label'],
        config: { sales: { drop: { kind: 'directory', path: './files' } } },
        since: months[0] ?? '',
        until: months.at(-1) ?? '',
        checkpointRows,
        validators: ['schema', 'identifiers', 'strict'],
      },
    },
  };
  writeFileSync(join(folder, 'ledgerline.yaml'), JSON.stringify(config));
}

/** Puts a revision of a month's report into a project's drop, as if it had just come. */
export function drop(folder: string, period: string, revision: number, second: number, rows = defaultRows): void {
  const { name, bytes } = generateSalesFile({ period, rows, revision, seed: 7, gzip: true });
  const path = join(folder, 'files', name);
  writeFileSync(
    path,
    gzipSync(Buffer.concat([gunzipSync(bytes), Buffer.from(unreadable.map((row) => `${row}\n`).join(''))])),
  );
  const at = new Date(Date.UTC(2026, 5, 1, 0, revision, second));
  utimesSync(path, at, at);
}

export function copyProject(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true, preserveTimestamps: true });
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
}

/** A kill by another process: some time after the first line of a trace. */
export interface RandomKill {
  readonly trace: string;
  readonly afterMs: number;
}

/** Runs the command in a project, killing it in the middle of its work when asked to. */
export async function ledgerline(
  folder: string,
  words: readonly string[],
  { env = {}, kill }: { readonly env?: Readonly<Record<string, string>>; readonly kill?: RandomKill } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [command, ...words], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, errors })),
  );
  if (kill !== undefined) {
    while (!existsSync(kill.trace) && child.exitCode === null) await pause(2);
    await Promise.race([ended, pause(kill.afterMs)]);
    child.kill('SIGKILL');
  }
  return ended;
}
