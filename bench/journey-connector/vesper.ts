// A DSP that nobody has, as a plain server: it shares no line with the fakes, so that a connector that gets on with it got on with an API.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export const token = 'vesper-token-0123456789';
const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
const perPage = 2;
const rowsOf = (at: number): number => 400 + 37 * at;
const markets = ['DE', 'US', 'NA', 'JP'];

/** What a statement adds up to, as whole numbers of 10⁻⁹ EUR. */
interface Statement {
  readonly number: string;
  readonly month: string;
  readonly csv: string;
  readonly rows: number;
  readonly nanos: bigint;
}

function statement(month: string, at: number): Statement {
  const rows = rowsOf(at);
  let nanos = 0n;
  const lines = Array.from({ length: rows }, (_, row) => {
    const net = BigInt((row * 7919 + at) % 5_000_000_000) * 1_000n + BigInt(row % 1000);
    nanos += net;
    return `ZZVSP26${String(row).padStart(5, '0')},"Night, ${row}",${markets[row % 4]},${1 + (row % 90)},${decimal(net)},EUR`;
  });
  const csv = ['ISRC,Title,Market,Streams,Net,Currency', ...lines, ''].join('\n');
  return { number: `S-${String(at + 1).padStart(4, '0')}`, month, csv, rows, nanos };
}

const statements = months.map(statement);

/** What all statements hold. Units: `amount` EUR, exact. */
export const held = {
  rows: statements.reduce((sum, { rows }) => sum + rows, 0),
  amount: decimal(statements.reduce((sum, { nanos }) => sum + nanos, 0n)),
};

/** Nine decimals, as each amount of a statement has them: nothing is cut off a sum. */
function decimal(nanos: bigint): string {
  return `${nanos / 1_000_000_000n}.${String(nanos % 1_000_000_000n).padStart(9, '0')}`;
}

function listing(url: URL): object | undefined {
  const after = url.searchParams.get('after');
  const start = after === null ? 0 : Number(/^p(\d+)$/.exec(after)?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) return undefined;
  const end = start + perPage;
  const page = statements.slice(start, end);
  return {
    statements: page.map(({ number, month, rows }) => ({ number, month, etag: `${number}-1`, rows })),
    total: statements.length,
    ...(end < statements.length ? { next: `p${end}` } : {}),
  };
}

function json(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function answer({ url: target = '/', headers }: IncomingMessage, outgoing: ServerResponse): void {
  const url = new URL(target, 'http://vesper.invalid');
  const [, number] = /^\/v2\/statements\/([^/]+)\/file$/.exec(url.pathname) ?? [];
  const found = statements.find((candidate) => candidate.number === number);
  const page = url.pathname === '/v2/statements' ? listing(url) : undefined;
  if (headers.authorization !== `Bearer ${token}`) json(outgoing, 401, { error: 'who are you' });
  else if (page !== undefined) json(outgoing, 200, page);
  else if (found === undefined) json(outgoing, 404, { error: 'no such statement' });
  else {
    const bytes = gzipSync(found.csv);
    outgoing.writeHead(200, { 'content-length': bytes.length, etag: `"${found.number}-1"` }).end(bytes);
  }
}

/** Serves the DSP on a loopback port. */
export async function serveVesper(): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
