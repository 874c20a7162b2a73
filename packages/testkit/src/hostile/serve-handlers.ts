import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getResponse, type HttpHandler } from 'msw';

/** Names the origin that a request on the loopback port is meant for. */
export const originHeader = 'x-kit-origin';

/** A loopback server that is up. */
export interface ServedHandlers {
  readonly port: number;
  close(): Promise<void>;
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const origin = headers.get(originHeader) ?? `http://${incoming.headers.host}`;
  headers.delete(originHeader);
  const method = incoming.method ?? 'GET';
  const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Uint8Array>));
  return new Request(`${origin}${incoming.url ?? '/'}`, { method, headers, ...(body.length > 0 ? { body } : {}) });
}

async function send(response: Response | undefined, outgoing: ServerResponse): Promise<void> {
  if (response?.type === 'error') return void outgoing.destroy();
  outgoing.writeHead(response?.status ?? 404, Object.fromEntries(response?.headers ?? []));
  for await (const chunk of response?.body ?? []) {
    if (!outgoing.write(chunk)) await new Promise((resolve) => outgoing.once('drain', resolve).once('close', resolve));
    if (outgoing.destroyed) return;
  }
  outgoing.end();
}

/** Serves msw handlers on a loopback port, whatever origins they answer for. */
export async function serveHandlers(handlers: readonly HttpHandler[]): Promise<ServedHandlers> {
  const server = createServer((incoming, outgoing) => {
    requestOf(incoming)
      .then((request) => getResponse([...handlers], request))
      .then((response) => send(response, outgoing))
      .catch(() => outgoing.destroy());
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', resolve);
  await listening;
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
