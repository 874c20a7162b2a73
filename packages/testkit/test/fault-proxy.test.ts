import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { createFaultProxy, type FaultProxy, type Toxics } from '@ledgerline/testkit';
import { afterEach, expect, test } from 'vitest';

const bytes = Buffer.alloc(200_000, 'ledgerline');
const opened: (FaultProxy | Server)[] = [];

afterEach(async () => {
  for (const item of opened.splice(0).reverse()) await item.close();
});

/** A proxy before a server that sends 200 000 bytes as soon as it is asked anything. */
async function proxyWith(toxics: Toxics): Promise<FaultProxy> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(server);
  const { port } = server.address() as AddressInfo;
  const proxy = await createFaultProxy({ upstream: { host: '127.0.0.1', port }, toxics });
  opened.push(proxy);
  return proxy;
}

interface Heard {
  readonly bytes: Buffer;
  readonly chunks: number;
  /** `end`, or the code of the error. */
  readonly how: string;
}

function ask({ host, port }: FaultProxy, until: (bytes: number) => boolean = () => false): Promise<Heard> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (how: string): void => {
      socket.destroy();
      resolve({ bytes: Buffer.concat(chunks), chunks: chunks.length, how });
    };
    const socket = connect(port, host, () => socket.write('?'));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (until(length)) setImmediate(finish, 'left');
    });
    socket.on('end', () => finish('end'));
    socket.on('error', (error) => finish('code' in error ? String(error.code) : error.message));
  });
}

test('without toxics everything passes', async () => {
  const heard = await ask(await proxyWith([]));
  expect(heard.how).toBe('end');
  expect(heard.bytes.equals(bytes)).toBe(true);
});

test('slices, latency, a narrow line and a slow close change no byte and take their time', async () => {
  const proxy = await proxyWith([
    { kind: 'slicer', bytes: 1_000 },
    { kind: 'latency', delayMs: 20 },
    { kind: 'bandwidth', bytesPerSecond: 4_000_000 },
    { kind: 'slow-close', delayMs: 30 },
  ]);
  const began = performance.now();
  const heard = await ask(proxy);
  expect(heard.bytes.equals(bytes)).toBe(true);
  expect(heard.chunks).toBeGreaterThan(20);
  expect(performance.now() - began).toBeGreaterThanOrEqual(20 + 40 + 30); // 200 kB at 4 MB/s are 50 ms less the last slice
});

test('limited data end in good order after exactly so many bytes', async () => {
  const heard = await ask(await proxyWith([{ kind: 'limit-data', bytes: 12_345 }]));
  expect(heard).toMatchObject({ how: 'end' });
  expect(heard.bytes.equals(bytes.subarray(0, 12_345))).toBe(true);
});

test('a reset is seen as one, also before the first byte', async () => {
  const proxy = await proxyWith((connection) => [{ kind: 'reset', afterBytes: connection * 50_000 }]);
  expect(await ask(proxy)).toMatchObject({ how: 'ECONNRESET', chunks: 0 });
  const second = await ask(proxy);
  expect(second.how).toBe('ECONNRESET');
  expect(second.bytes.length).toBeLessThanOrEqual(50_000);
});

test('a blackhole forwards no more and stays open until the client leaves', async () => {
  const proxy = await proxyWith([{ kind: 'blackhole', afterBytes: 30_000 }]);
  const heard = await ask(proxy, (length) => length >= 30_000);
  expect(heard.how).toBe('left');
  expect(heard.bytes.length).toBe(30_000);
});

test('connections are refused while the proxy is down, and the next number is served on the same port', async () => {
  const proxy = await proxyWith((connection) => (connection === 1 ? [{ kind: 'down', forMs: 50 }] : []));
  expect((await ask(proxy)).how).toBe('end');
  expect((await ask(proxy)).how).toBe('ECONNREFUSED');
  let heard = await ask(proxy);
  while (heard.how !== 'end') heard = await ask(proxy);
  expect(heard.bytes.equals(bytes)).toBe(true);
  expect(proxy.accepted).toBe(2);
});

test('a proxy that is down for good refuses everybody', async () => {
  const proxy = await proxyWith([{ kind: 'down' }]);
  expect((await ask(proxy)).how).toBe('ECONNREFUSED');
  expect(proxy.accepted).toBe(0);
});
