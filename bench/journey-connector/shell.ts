import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What a command left behind. */
export interface Finished {
  readonly code: number;
  readonly output: string;
  /** Both streams, as somebody at a terminal would have seen them. */
  readonly seen: string;
}

export interface CommandOptions {
  readonly cwd: string;
  /** Refuses every connection but those to this machine. */
  readonly offline?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const guard = pathToFileURL(fileURLToPath(new URL('offline.mjs', import.meta.url))).href;

/** Without what an `npx --call` around this program says of itself, which the commands of npm below would take for their own. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { npm_config_call: _call, npm_config_package: _package, ...rest } = process.env;
  return rest;
}

/** Runs a command to its end. */
export function run(
  command: string,
  words: readonly string[],
  { cwd, offline, env }: CommandOptions,
): Promise<Finished> {
  const isolated = { NODE_OPTIONS: `--import=${guard}`, npm_config_offline: 'true' };
  const child = spawn(command, words, {
    cwd,
    env: { ...ownEnvironment(), NO_COLOR: '1', ...(offline ? isolated : {}), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, seen] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
    seen += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    seen += chunk.toString('utf8');
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output, seen: String(error) }));
    child.once('close', (code) => resolve({ code: code ?? 1, output, seen }));
  });
}
