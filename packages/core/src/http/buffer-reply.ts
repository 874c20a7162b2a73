import type { HttpReply } from '../contracts/http.ts';
import { PayloadError } from '../errors/leaves.ts';
import type { Arrival } from './exchange.ts';
import { judgeAnswer } from './resume-rules.ts';
import { createTransportFailure } from './transport-failure.ts';

/** Units: bytes of a buffered reply, after content decoding. */
export const maxReplyBytes = 8 * 1024 * 1024;

/** Reads a whole answer into memory. */
export async function bufferReply({ wire, attempt, url, op }: Arrival, method: string): Promise<HttpReply> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of wire.chunks()) {
    length += chunk.length;
    if (length > maxReplyBytes) throw tooLarge(op);
    chunks.push(chunk);
    attempt.progress(chunk.length);
  }
  requireWhole(wire.status, wire.headers, method, length);
  return { ...createReply(op, wire.status, wire.headers, Buffer.concat(chunks)), url: url.href };
}

function requireWhole(status: number, headers: Readonly<Record<string, string>>, method: string, length: number): void {
  if (method === 'HEAD' || status === 204 || status === 304) return;
  const step = judgeAnswer({ offset: 0, representation: undefined }, { status: 200, headers });
  if (step.action !== 'fill' || step.endOffset === undefined || step.endOffset === length) return;
  throw createTransportFailure(
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    `The answer announced ${step.endOffset} bytes and brought ${length}.`,
  );
}

function createReply(
  op: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Uint8Array,
): HttpReply {
  const text = (): string => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw unreadable(op, 'no UTF-8 text', bytes.length, cause);
    }
  };
  return {
    status,
    headers,
    bytes,
    text,
    json() {
      const source = text();
      try {
        const value: unknown = JSON.parse(source);
        return value;
      } catch {
        throw unreadable(op, 'no JSON', bytes.length, undefined); // the parser's own message quotes the body
      }
    },
  };
}

function unreadable(op: string, what: string, length: number, cause: unknown): PayloadError {
  return new PayloadError(
    `The answer to "${op}" (${length} bytes) is ${what}; the DSP changed its format, or something in between answered for it.`,
    { code: 'REPLY_UNREADABLE', details: { op, bytes: length }, cause },
  );
}

function tooLarge(op: string): PayloadError {
  return new PayloadError(
    `The answer to "${op}" is longer than ${maxReplyBytes} bytes, too long to buffer; the connector must use download.`,
    { code: 'REPLY_TOO_LARGE', details: { op, maxBytes: maxReplyBytes } },
  );
}
