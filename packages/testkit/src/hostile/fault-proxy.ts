import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { forward } from './forward.ts';
import { spoilingOf, type Toxic } from './toxic.ts';

/** Toxics for every connection, or by the connection's number, counting from 0. */
export type Toxics = readonly Toxic[] | ((connection: number) => readonly Toxic[]);

export interface FaultProxyOptions {
  readonly upstream: { readonly host: string; readonly port: number };
  readonly toxics: Toxics;
  /** @default 0, any free one */
  readonly port?: number;
}

/** A proxy on the loopback interface that is bad at its work. */
export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** Connections accepted so far; a time in which they are refused takes a number of its own but is not counted here. */
  readonly accepted: number;
  /** Breaks off what is under way and frees the port. */
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** Units: ms between two attempts to have the port back after a time of refusal. */
const reopenMs = 10;

/**
 * Starts a TCP proxy whose answers suffer from toxics; requests pass unharmed.
 *
 * Order: toxics are asked for once per connection number. A number whose toxics hold `down` stands for a time in which the port is closed.
 */
export async function createFaultProxy({ upstream, toxics, port: wanted = 0 }: FaultProxyOptions): Promise<FaultProxy> {
  const toxicsOf = typeof toxics === 'function' ? toxics : () => toxics;
  const closing = new AbortController();
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let number = 0;
  let accepted = 0;
  let expected = toxicsOf(0);

  function accept(client: Socket): void {
    const current = expected;
    accepted += 1;
    number += 1;
    expected = toxicsOf(number);
    relay(client, current);
    if (downOf(expected) !== undefined) void stayDown();
  }

  function relay(client: Socket, current: readonly Toxic[]): void {
    const gone = new AbortController();
    const server = connect({ ...upstream, allowHalfOpen: true });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined); // a broken connection is what this is for; 'close' follows
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => {
      gone.abort();
      server.destroy();
    });
    client.pipe(server);
    forward({ from: server, to: client, spoiling: spoilingOf(current), signal: gone.signal })
      .catch(() => client.destroy()) // one of the two broke off on its own account
      .finally(() => server.destroy());
  }

  async function listen(port: number): Promise<number> {
    const opened = createServer({ allowHalfOpen: true }, accept);
    opened.listen(port, host);
    await once(opened, 'listening');
    server = opened;
    return (opened.address() as AddressInfo).port;
  }

  /** Refuses connections until a number comes whose toxics are not `down`. */
  async function stayDown(): Promise<void> {
    server?.close();
    server = undefined;
    try {
      for (let down = downOf(expected); down !== undefined; down = downOf(expected)) {
        if (down.forMs === undefined) return;
        await sleep(down.forMs, undefined, { signal: closing.signal });
        number += 1;
        expected = toxicsOf(number);
      }
      while (!closing.signal.aborted) {
        const taken = await listen(port).then(
          () => false,
          () => true,
        );
        if (!taken) return;
        await sleep(reopenMs, undefined, { signal: closing.signal });
      }
    } catch {
      // Only sleeping can fail here, and only because the proxy is closed.
    }
  }

  const port = await listen(wanted);
  if (downOf(expected) !== undefined) void stayDown();

  return {
    host,
    port,
    get accepted() {
      return accepted;
    },
    async close() {
      closing.abort();
      const last = server;
      server = undefined;
      for (const socket of sockets) socket.destroy();
      if (last !== undefined) await new Promise((resolve) => last.close(resolve));
    },
  };
}

function downOf(toxics: readonly Toxic[]): Extract<Toxic, { kind: 'down' }> | undefined {
  return toxics.find((toxic) => toxic.kind === 'down');
}
