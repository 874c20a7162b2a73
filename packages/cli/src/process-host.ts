import { createInterface } from 'node:readline/promises';
import { exitCodes } from './exit-codes.ts';
import type { Host, Output } from './host.ts';

/** The running process as a host: its streams, its environment, and its signals as an abort. */
export function processHost(): Host {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.cancelled.code);
    process.stderr.write(
      'Stopping at the next checkpoint; `ledgerline run` goes on from there. Once more stops at once.\n',
    );
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // A reader that has seen enough (`| head`) is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    env: process.env,
    signal: controller.signal,
    ...(process.stdin.isTTY && process.stderr.isTTY
      ? { ask: (question: string) => askAt(question, controller.signal) }
      : {}),
    secrets: new Set(),
  };
}

/** On the error stream, so that results stay apart. */
async function askAt(question: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question, { signal });
  } finally {
    lines.close();
  }
}

function outputOf(stream: NodeJS.WriteStream): Output {
  const terminal = stream.isTTY === true;
  return { terminal, colours: terminal && stream.hasColors(), write: (text) => void stream.write(text) };
}
