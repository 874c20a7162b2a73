import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getResponse, type HttpHandler } from 'msw';

/** A loopback server that is up. */
export interface Served {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  close(): Promise<void>;
}

async function toRequest(incoming: IncomingMessage, origin: string): Promise<Request> {
  const headers = new Headers();
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
  }
  const method = incoming.method ?? 'GET';
  const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Uint8Array>));
  const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0;
  return new Request(`${origin}${incoming.url ?? '/'}`, { method, headers, ...(hasBody ? { body } : {}) });
}

/** Writes a response to the wire; one that is an error, or whose body fails, ends the connection as a broken network would. */
async function send(response: Response | undefined, outgoing: ServerResponse): Promise<void> {
  if (response?.type === 'error') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(response?.status ?? 404, Object.fromEntries(response?.headers ?? []));
  outgoing.flushHeaders();
  const announced = response?.headers.get('content-length') ?? null;
  const reader = response?.body?.getReader();
  // A body that stalls ends with its connection.
  outgoing.once('close', () => void reader?.cancel().catch(() => undefined));
  let sentBytes = 0;
  try {
    for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
      if (outgoing.destroyed) return;
      await written(outgoing, next.value);
      sentBytes += next.value.length;
    }
    // A length that does not fit would leave the other side waiting for the rest.
    const broken = announced !== null && Number(announced) !== sentBytes;
    outgoing.end(() => broken && outgoing.destroy());
  } catch {
    outgoing.destroy();
  }
}

/** Resolves when a chunk is on its way, or the other side has gone: what came before a cut has then been delivered. */
function written(outgoing: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    outgoing.write(chunk, () => resolve());
  });
}

/** Serves msw handlers on a real loopback port, broken connections included. @default port 0, any free one */
export async function serve(handlers: readonly HttpHandler[], port = 0): Promise<Served> {
  let origin = '';
  const server = createServer((incoming, outgoing) => {
    toRequest(incoming, origin)
      .then((request) => getResponse([...handlers], request))
      .then((response) => send(response, outgoing))
      .catch(() => outgoing.destroy());
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await listening;
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
