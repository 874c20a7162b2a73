import { HttpResponse } from 'msw';

/** What spoils the bytes of an answer on their way. */
export type Spoiling =
  | { readonly kind: 'slow'; readonly chunkBytes: number; readonly chunkDelayMs: number }
  /** The connection ends within the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** The body stops and nothing more comes. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** `Content-Length` is off by so many bytes. */
  | { readonly kind: 'wrong-length'; readonly byBytes: number }
  /** The last bytes are missing, with a length that fits. */
  | { readonly kind: 'truncated'; readonly missingBytes: number };

export interface FileAnswerOptions {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const wholeChunkBytes = 64 * 1024;

/** Whether a fault of a fake is one of those that spoil bytes. */
function isSpoiling(fault: { readonly kind: string }): fault is Spoiling {
  return ['slow', 'cut', 'stall', 'wrong-length', 'truncated'].includes(fault.kind);
}

function bodyOf(bytes: Uint8Array, faults: readonly Spoiling[]): ReadableStream<Uint8Array> {
  const slow = faults.find((fault) => fault.kind === 'slow');
  const cut = faults.find((fault) => fault.kind === 'cut');
  const stall = faults.find((fault) => fault.kind === 'stall');
  const end = Math.min(bytes.length, cut?.afterBytes ?? bytes.length, stall?.afterBytes ?? bytes.length);
  const chunkBytes = slow?.chunkBytes ?? wholeChunkBytes;
  let at = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at < end) {
        if (slow !== undefined) await new Promise((resolve) => setTimeout(resolve, slow.chunkDelayMs));
        controller.enqueue(bytes.subarray(at, Math.min(end, at + chunkBytes)));
        at += chunkBytes;
      } else if (stall !== undefined) {
        await new Promise<never>(() => undefined);
      } else if (cut !== undefined) {
        // The reader of this stream ends the connection; what came before it has been delivered.
        controller.error(new Error('The connection was cut.'));
      } else {
        controller.close();
      }
    },
  });
}

/** The bytes of a file, with what spoils them. */
export function fileAnswer(
  bytes: Uint8Array,
  faults: readonly { readonly kind: string }[],
  { status = 200, headers = {} }: FileAnswerOptions = {},
): Response {
  const spoiling = faults.filter(isSpoiling);
  const missingBytes = spoiling.find((fault) => fault.kind === 'truncated')?.missingBytes ?? 0;
  const lengthOff = spoiling.find((fault) => fault.kind === 'wrong-length')?.byBytes ?? 0;
  const sent = bytes.subarray(0, Math.max(0, bytes.length - missingBytes));
  return new HttpResponse(bodyOf(sent, spoiling), {
    status,
    headers: { 'content-length': String(sent.length + lengthOff), ...headers },
  });
}
