import { HttpResponse } from 'msw';
import type { Fault } from './faults.ts';

async function* inChunks(bytes: Uint8Array, faults: readonly Fault[]): AsyncGenerator<Uint8Array, void, void> {
  const slow = faults.find((fault) => fault.kind === 'slow');
  const cut = faults.find((fault) => fault.kind === 'cut');
  const end = Math.min(bytes.length, cut?.afterBytes ?? bytes.length);
  const chunkBytes = slow?.chunkBytes ?? 64 * 1024;
  for (let at = 0; at < end; at += chunkBytes) {
    if (slow !== undefined) await new Promise((resolve) => setTimeout(resolve, slow.chunkDelayMs));
    yield bytes.subarray(at, Math.min(end, at + chunkBytes));
  }
  // The reader of this stream ends the connection; what came before it has been delivered.
  if (cut !== undefined) throw new Error('The connection was cut.');
}

/** The bytes of a report with the faults that spoil them. */
export function fileAnswer(bytes: Uint8Array, faults: readonly Fault[], headers: Record<string, string>): Response {
  const truncated = faults.find((fault) => fault.kind === 'truncated');
  const wrong = faults.find((fault) => fault.kind === 'wrong-length');
  const empty = faults.some((fault) => fault.kind === 'empty-body');
  const sent = empty
    ? new Uint8Array(0)
    : bytes.subarray(0, Math.max(0, bytes.length - (truncated?.missingBytes ?? 0)));
  const chunks = inChunks(sent, faults);
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return();
    },
  });
  return new HttpResponse(stream, {
    status: 200,
    headers: { 'content-length': String(sent.length + (wrong?.byBytes ?? 0)), ...headers },
  });
}
