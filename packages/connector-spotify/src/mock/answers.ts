import { HttpResponse } from 'msw';
import type { Fault } from './faults.ts';

/** A JSON error in the shape of the Web API; that of the Bulk API is not known. */
export function jsonError(
  status: number,
  message: string,
  more: { reason?: string; retryAfter?: string } = {},
): Response {
  const { reason, retryAfter } = more;
  return HttpResponse.json(
    { error: { status, message, ...(reason === undefined ? {} : { reason }) } },
    { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } },
  );
}

/** An error as object storage writes it. */
export function xmlError(status: number, code: string): Response {
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>The request was refused.</Message></Error>`;
  return new HttpResponse(body, { status, headers: { 'content-type': 'application/xml; charset=UTF-8' } });
}

/** The answer of a fault that answers itself; `undefined` for those that only spoil an answer. */
export function answerOf(fault: Fault, selfUrl: string): Response | undefined {
  switch (fault.kind) {
    case 'status':
      return new HttpResponse(fault.body ?? '', { status: fault.status, headers: fault.headers ?? {} });
    case 'token-expired':
      return jsonError(401, 'The access token expired');
    case 'not-yet':
      return jsonError(404, 'Not found');
    case 'throttle':
      return jsonError(
        429,
        'Too many requests',
        fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter },
      );
    case 'quota':
      return jsonError(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED' });
    case 'redirect-loop':
      return new HttpResponse(null, { status: 303, headers: { location: selfUrl } });
    case 'signature-expired':
      return xmlError(fault.status ?? 400, 'ExpiredToken');
    case 'reset':
      return HttpResponse.error();
    default:
      return undefined;
  }
}

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

/** The bytes of a file with the faults that spoil them. */
export function fileAnswer(
  bytes: Uint8Array,
  faults: readonly Fault[],
  { status = 200, headers = {} }: { readonly status?: number; readonly headers?: Record<string, string> } = {},
): Response {
  const truncated = faults.find((fault) => fault.kind === 'truncated-gzip');
  const wrong = faults.find((fault) => fault.kind === 'wrong-length');
  const sent = bytes.subarray(0, Math.max(0, bytes.length - (truncated?.missingBytes ?? 0)));
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
    status,
    headers: { 'content-length': String(sent.length + (wrong?.byBytes ?? 0)), ...headers },
  });
}
