import { CancelledError } from '@ledgerline/core';
import type { LineScanner, SourceLine } from './line-scanner.ts';

/**
 * Hands every line of a stream to `take`, synchronously within a chunk.
 *
 * Shape: what `take` gives is yielded; a line for which it gives nothing costs no turn of the loop.
 */
export async function* linesOf<Out>(
  bytes: AsyncIterable<Uint8Array>,
  scanner: LineScanner,
  signal: AbortSignal,
  take: (line: SourceLine) => Out | undefined,
): AsyncGenerator<Out, void, void> {
  for await (const chunk of bytes) {
    if (signal.aborted) throw new CancelledError();
    if (chunk.length === 0) continue;
    scanner.push(chunk);
    for (let line = scanner.next(); line !== undefined; line = scanner.next()) {
      const out = take(line);
      if (out !== undefined) yield out;
    }
  }
  if (signal.aborted) throw new CancelledError();
  scanner.end();
  const line = scanner.next();
  const out = line === undefined ? undefined : take(line);
  if (out !== undefined) yield out;
}
