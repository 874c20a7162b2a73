import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Case, Framing } from './cases.ts';
import type { Version } from './versions.ts';

/** The server of all cases; each has a path of its own, and its own count of requests. */
export interface Origin {
  readonly host: string;
  readonly port: number;
  /** Serves a case at its own path; the starts of the ranges it is asked for are added to `starts`, 0 for none. */
  serve(subject: Case, starts: number[]): string;
  close(): Promise<void>;
}

/** Starts the server; a `closing` one closes the connection after every answer. */
export async function createOrigin(versions: readonly [Version, Version], closing: boolean): Promise<Origin> {
  const served = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  const server = createServer((request, response) => {
    response.sendDate = false;
    if (closing) response.shouldKeepAlive = false;
    const answer = served.get(request.url ?? '');
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    serve(subject, starts) {
      const path = `/${served.size}`;
      served.set(path, (request, response) => {
        const asked = request.headers.range;
        const start = Number(/^bytes=(\d+)-$/.exec(asked ?? '')?.[1] ?? 0);
        const ordinal = starts.push(start) - 1;
        const ifRange = request.headers['if-range'];
        const exchange = { subject, versions, ordinal, start, asked: asked !== undefined, ifRange };
        send(response, subject.framing, replyTo(exchange));
      });
      return path;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Exchange {
  readonly subject: Case;
  readonly versions: readonly [Version, Version];
  /** Which request of the case this is, counting from 0. */
  readonly ordinal: number;
  /** Units: the byte a range starts at, 0 without one. */
  readonly start: number;
  readonly asked: boolean;
  readonly ifRange: string | readonly string[] | undefined;
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

function replyTo(exchange: Exchange): Reply {
  const { subject, versions, ordinal, start, asked, ifRange } = exchange;
  const current = subject.etag === 'strong' || ordinal === 0 ? versions[0] : versions[1];
  if (subject.range.startsWith('forged') && (ordinal === 1 || ordinal === 2)) return forged(exchange, current);
  const tag = tagOf(subject, current);
  const total = current.bytes.length;
  const sameVersion = ifRange === undefined || ifRange === tag;
  if (subject.range === 'ignored' || !asked || !sameVersion) {
    const digest = subject.range === 'forged-bytes' ? { 'repr-digest': `sha-256=:${current.sha256Base64}:` } : {};
    return { status: 200, headers: { ...etagHeader(tag), ...digest }, body: current.bytes };
  }
  if (start >= total) {
    return { status: 416, headers: { 'content-range': `bytes */${total}` }, body: Buffer.alloc(0) };
  }
  return partFrom(start, current, tag);
}

function partFrom(start: number, { bytes }: Version, tag: string | undefined): Reply {
  const headers = { ...etagHeader(tag), 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  return { status: 206, headers, body: bytes.subarray(start) };
}

/** A part that does not belong to what the client has, asked for or not. */
function forged({ subject, versions, start }: Exchange, current: Version): Reply {
  const other = versions[0] === current ? versions[1] : versions[0];
  const own = tagOf(subject, current);
  if (subject.range === 'forged-range') return partFrom(start === 0 ? 1_000 : start - 7, current, own);
  if (subject.range === 'forged-version') return partFrom(start, other, tagOf(subject, other));
  if (subject.range === 'forged-bytes') return partFrom(start, other, own);
  const piece = partFrom(start, current, own);
  const head = `--piece\r\nContent-Range: ${piece.headers['content-range']}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), piece.body, Buffer.from('\r\n--piece--\r\n')]);
  return { status: 206, headers: { ...etagHeader(own), 'content-type': 'multipart/byteranges; boundary=piece' }, body };
}

function send(response: ServerResponse, framing: Framing, { status, headers, body }: Reply): void {
  response.writeHead(status, {
    ...headers,
    ...(framing === 'length' ? { 'content-length': String(body.length) } : { 'transfer-encoding': 'chunked' }),
  });
  response.end(body);
}

function tagOf({ etag }: Case, { name }: Version): string | undefined {
  if (etag === 'none') return undefined;
  return etag === 'weak' ? 'W/"report"' : `"${name}"`;
}

function etagHeader(tag: string | undefined): Readonly<Record<string, string>> {
  return tag === undefined ? {} : { etag: tag };
}
