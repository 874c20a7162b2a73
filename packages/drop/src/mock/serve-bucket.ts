import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getResponse } from 'msw';
import type { FakeBucket } from './fake-bucket.ts';

/** A fake bucket that is up on a loopback port. */
export interface ServedBucket {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  close(): Promise<void>;
}

function toRequest(incoming: IncomingMessage, origin: string): Request {
  const headers = new Headers();
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
  }
  const { method = 'GET', url = '/' } = incoming;
  return new Request(`${origin}${url}`, { method, headers });
}

/** Writes a response; one that is an error, or whose body fails, ends the connection as a broken network would. */
async function send(response: Response | undefined, outgoing: ServerResponse): Promise<void> {
  if (response?.type === 'error') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(response?.status ?? 404, Object.fromEntries(response?.headers ?? []));
  outgoing.flushHeaders();
  const announced = response?.headers.get('content-length') ?? null;
  const reader = response?.body?.getReader();
  outgoing.once('close', () => void reader?.cancel().catch(() => undefined)); // a stalled body ends with its connection
  let sentBytes = 0;
  try {
    for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
      const { value } = next;
      await new Promise<void>((resolve) => {
        outgoing.write(value, () => resolve());
      });
      sentBytes += value.length;
    }
    // A length that does not fit would leave the other side waiting for the rest.
    const broken = announced !== null && Number(announced) !== sentBytes;
    outgoing.end(() => broken && outgoing.destroy());
  } catch {
    outgoing.destroy();
  }
}

/** Serves a fake on a real loopback port and tells it where it is; `fake.config()` leads to it from then on. */
export async function serveBucket(fake: FakeBucket, port = 0): Promise<ServedBucket> {
  let origin = '';
  const server = createServer((incoming, outgoing) => {
    getResponse([...fake.handlers], toRequest(incoming, origin))
      .then((response) => send(response, outgoing))
      .catch(() => outgoing.destroy());
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await listening;
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.state.endpoint = origin;
  return {
    origin,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
