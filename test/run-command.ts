import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command, as a user starts it. */
export const commandFile = fileURLToPath(new URL('../packages/cli/dist/bin.js', import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface CommandSetting {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `ledgerline` to its end; the caller's event loop stands still meanwhile. */
export function runCommand({ folder, env = {} }: CommandSetting, ...words: readonly string[]): CommandResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandFile, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: status, output: stdout, errors: stderr };
}

/** The same beside a server of the caller's own. */
export async function runBeside(
  { folder, env = {} }: CommandSetting,
  ...words: readonly string[]
): Promise<CommandResult> {
  const child = spawn(process.execPath, [commandFile, ...words], { cwd: folder, env: { ...process.env, ...env } });
  const texts = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.errors += text;
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, ...texts };
}
