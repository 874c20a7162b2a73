import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const probe = new URL('usage-probe.mjs', import.meta.url).href;

/** What one run of a contestant cost: all its processes together, but the peak is that of the largest. */
export interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** Commands that run at the same time, each reading what the one before it wrote: one process or a pipe. */
export type Pipe = readonly (readonly string[])[];

/** The path of a script beside this one. */
export const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Runs a pipe of Node processes from start to end; anything but exit code 0 ends the benchmark. */
export async function measure(pipe: Pipe, folder: string): Promise<Cost> {
  const usage = join(folder, 'usage.txt');
  rmSync(usage, { force: true });
  const env = { ...process.env, NODE_OPTIONS: `--import ${probe}`, LEDGERLINE_BENCH_USAGE: usage, NO_COLOR: '1' };
  const began = process.hrtime.bigint();
  await runPipe(pipe, env);
  const wallMs = Number(process.hrtime.bigint() - began) / 1e6;
  const lines = existsSync(usage) ? readFileSync(usage, 'utf8').trim().split('\n') : [];
  const processes = lines.map((line) => line.split(' ').map(Number));
  return {
    wallMs,
    cpuMs: processes.reduce((sum, [, cpuUs = 0]) => sum + cpuUs / 1000, 0),
    peakMb: Math.max(...processes.map(([peakKb = 0]) => peakKb / 1024)),
  };
}

async function runPipe(pipe: Pipe, env: NodeJS.ProcessEnv): Promise<void> {
  const children = pipe.map((words) => {
    const child = spawn(process.execPath, [...words], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk));
    const ended = once(child, 'close').then(([code]) => {
      if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${said.slice(-2000)}`);
    });
    return { child, ended };
  });
  for (const [at, { child }] of children.entries()) {
    const next = children[at + 1]?.child;
    if (next) child.stdout.pipe(next.stdin);
    else child.stdout.resume();
  }
  children[0]?.child.stdin.end();
  await Promise.all(children.map(({ ended }) => ended));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
