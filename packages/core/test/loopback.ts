import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../src/contracts/logger.ts';
import type { Answer, Operation, PolicyEngine, PolicyProfile, Ruling, VerdictKind } from '../src/contracts/policy.ts';
import { isRefusal } from '../src/contracts/refusal.ts';
import type { Body, Evidence, OpenBody } from '../src/contracts/source.ts';
import { CancelledError, UpstreamError } from '../src/errors/leaves.ts';
import { isLedgerlineError } from '../src/errors/ledgerline-error.ts';
import { createHttp, type HttpInstance } from '../src/http/create-http.ts';
import type { HttpOptions } from '../src/http/http-setup.ts';
import { createSystemClock } from '../src/time/system-clock.ts';

/** One request as a server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Loopback {
  readonly origin: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

/** A real server on a port of its own; `answer` gets each request, its ordinal counting from 0. */
export async function serve(
  answer: (request: Seen, response: ServerResponse, ordinal: number) => void,
): Promise<Loopback> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const item = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      seen.push(item);
      answer(item, response, seen.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends a head that announces everything and then only the first `cut` bytes. */
export function cutAfter(
  response: ServerResponse,
  headers: Record<string, string>,
  bytes: Uint8Array,
  cut: number,
): void {
  response.writeHead(200, { 'content-length': String(bytes.length), ...headers });
  response.write(bytes.subarray(0, cut), () => setImmediate(() => response.destroy()));
}

/** An engine that repeats at once and at most `sends` times a call. */
export function impatientEngine(
  sends = 6,
  rules: (answer: Answer, operation: Operation) => VerdictKind | undefined = () => undefined,
): PolicyEngine & { readonly operations: Operation[]; readonly answers: Answer[]; progressed: number } {
  const engine = {
    operations: [] as Operation[],
    answers: [] as Answer[],
    progressed: 0,
    async run<T>(operation: Operation, fn: Parameters<PolicyEngine['run']>[1], options: { signal: AbortSignal }) {
      engine.operations.push(operation);
      for (let attempt = 0; ; attempt += 1) {
        if (options.signal.aborted) throw new CancelledError();
        try {
          const context = {
            signal: options.signal,
            request: operation.opKey,
            attempt,
            generation: 0,
            progress: (bytes: number) => {
              engine.progressed += bytes;
            },
            observe(answer: Answer): Ruling {
              engine.answers.push(answer);
              const verdict = rules(answer, operation) ?? usual(answer.status);
              return { verdict, reason: `status-${answer.status}`, rule: 'test' };
            },
          };
          return (await fn(context)) as T;
        } catch (error) {
          if (options.signal.aborted) throw new CancelledError();
          if (isLedgerlineError(error)) throw error;
          const verdict = isRefusal(error) ? error.ruling.verdict : 'retry';
          if (attempt + 1 < sends && (verdict === 'retry' || verdict === 'throttle' || verdict === 'auth-refresh'))
            continue;
          throw new UpstreamError('gave up', { disposition: 'abort', cause: error, details: { verdict } });
        }
      }
    },
    flush: async () => undefined,
    close: async () => undefined,
  };
  return engine;
}

function usual(status: number): VerdictKind {
  if (status < 400) return 'deliver';
  if (status === 401) return 'auth-refresh';
  if (status === 429 || status === 503) return 'throttle';
  return status >= 500 ? 'retry' : 'give-up';
}

export const quietLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quietLog,
};

export function profileOf(hosts: readonly string[]): PolicyProfile {
  return {
    id: 'test',
    version: 1,
    hosts,
    scopes: ['credential'],
    hints: [],
    classify: [],
    idempotentOps: [],
    auth: { refreshOn: [401] },
    policy: {},
  };
}

export interface Rig {
  readonly http: HttpInstance;
  readonly spoolFolder: string;
}

const folders: string[] = [];

/** An Http over real sockets and a temporary staging folder. */
export function rig(baseUrl: string, options: Partial<HttpOptions> = {}): Rig {
  const spoolFolder = mkdtempSync(join(tmpdir(), 'ledgerline-http-'));
  folders.push(spoolFolder);
  const http = createHttp({
    dsp: 'test',
    account: 'label-a',
    credential: 'key-1',
    baseUrl,
    profile: profileOf([]),
    engine: impatientEngine(),
    clock: createSystemClock(),
    log: quietLog,
    spoolFolder,
    timeouts: { headersMs: 30_000, idleMs: 30_000 },
    signal: new AbortController().signal,
    ...options,
  });
  return { http, spoolFolder };
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Reads a body to its end. */
export async function readAll(body: Body, signal: OpenBody['signal'] = new AbortController().signal) {
  const evidence: Evidence[] = [];
  const findings: string[] = [];
  const chunks: Uint8Array[] = [];
  const observer = {
    evidence: (item: Evidence) => void evidence.push(item),
    claim: () => undefined,
    finding: (code: string) => void findings.push(code),
  };
  for await (const chunk of body.open({ signal, observer })) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), evidence, findings, chunks };
}
