import type { SpotifyConfig } from '@ledgerline/connector-spotify';
import spotify from '@ledgerline/connector-spotify';
import type { FakeSpotify } from '@ledgerline/connector-spotify/mock';
import {
  type AuthScheme,
  type ConnectorContext,
  type Evidence,
  type Http,
  type HttpReply,
  type HttpRequest,
  type Logger,
  NotReadyError,
  PayloadError,
  type ReadObserver,
  type Report,
  type RowSource,
  UpstreamError,
} from '@ledgerline/core';
import { getResponse } from 'msw';

const log: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };

async function toReply(response: Response): Promise<HttpReply> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = (): string => bytes.toString('utf8');
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    bytes,
    text,
    json: () => JSON.parse(text()),
  };
}

/** Just enough of the real Http to try a connector: credentials for the base origin, one renewal, redirects, fresh addresses. */
function createHttp(fake: FakeSpotify, config: SpotifyConfig): Http {
  const base = spotify.baseUrl?.(config) ?? '';
  const auth: AuthScheme | undefined = spotify.auth?.(config);

  async function send(request: HttpRequest, renewed = false): Promise<HttpReply> {
    const url = request.url ?? `${base}${request.path}`;
    const authorised = request.auth !== false && new URL(url).origin === new URL(base).origin;
    const credential = authorised ? await auth?.headers({ request: send, wallMs: () => 0 }) : undefined;
    const init = { method: request.method ?? 'GET', headers: { ...request.headers, ...credential } };
    const body = request.body === undefined ? {} : { body: request.body };
    const response = await getResponse([...fake.handlers], new Request(url, { ...init, ...body }));
    if (response === undefined) throw new UpstreamError(`Nobody answers ${new URL(url).origin}.`);
    const reply = await toReply(response);
    if (reply.status === 401 && credential !== undefined && !renewed && auth?.renew?.(credential)) {
      return send(request, true);
    }
    return reply;
  }

  function refuse(request: HttpRequest, { status }: HttpReply): never {
    if (status === 404 && request.op === 'leaf') throw new NotReadyError('not there yet');
    throw new UpstreamError(`${request.op}: HTTP ${status}`, { details: { status } });
  }

  return {
    async request(request) {
      const reply = await send(request);
      return reply.status < 400 || request.accept?.includes(reply.status) ? reply : refuse(request, reply);
    },
    download: (object, locate) => ({
      object,
      async *open() {
        for (let reissues = 0; reissues < 4; reissues += 1) {
          const request = typeof locate === 'function' ? await locate() : locate;
          const reply = await send(request);
          if (reply.status === 200) {
            yield reply.bytes;
            return;
          }
          if (request.op !== 'storage' || (reply.status !== 400 && reply.status !== 403)) refuse(request, reply);
        }
        throw new UpstreamError('lapsed');
      },
    }),
  };
}

/** A context over a fake Spotify, or over nothing for feeds that need no network. */
export function createContext(config: SpotifyConfig, fake?: FakeSpotify): ConnectorContext<SpotifyConfig> {
  const nobody: Http = {
    request: () => Promise.reject(new UpstreamError('There is no network here.')),
    download: (object) => ({
      object,
      async *open() {},
    }),
  };
  return {
    config,
    account: 'lantern-row',
    http: fake === undefined ? nobody : createHttp(fake, config),
    run: (_op, fn) => fn(new AbortController().signal),
    log,
    clock: { wall: Date.now, mono: () => 0, sleepUntil: async () => {}, timer: () => ({ [Symbol.dispose]() {} }) },
    signal: new AbortController().signal,
  };
}

/** What one reading gave. */
export interface Reading {
  readonly rows: readonly Record<string, string | undefined>[];
  readonly rejects: number;
  readonly findings: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly skipped: number;
  readonly hasContent: boolean;
}

/** Reads a source to its end, binding the given columns (all of the header when none are named). */
export async function readAll(source: RowSource, columns?: readonly string[]): Promise<Reading> {
  const findings: string[] = [];
  const evidence: Evidence[] = [];
  const observer: ReadObserver = {
    evidence: (item) => void evidence.push(item),
    claim() {},
    finding: (code, message) => void findings.push(`${code} ${message}`),
  };
  const rows: Record<string, string | undefined>[] = [];
  let rejects = 0;
  let skipped = 0;
  const batches = source.open({
    signal: new AbortController().signal,
    observer,
    batchRows: 4,
    bind: (header) => columns ?? header,
  });
  for (;;) {
    const step = await batches.next();
    if (step.done) return { rows, rejects, findings, evidence, skipped, hasContent: step.value.hasContent };
    const batch = step.value;
    rejects += batch.rejects.length;
    for (const count of Object.values(batch.skipped)) skipped += count;
    for (let index = 0; index < batch.length; index += 1) rows.push(batch.row(index).toObject());
  }
}

/** A listed report with the identity that the pipeline would give it. */
export function toReport(feed: string, listed: Awaited<ReturnType<typeof listAll>>[number]): Report {
  if (listed.kind !== 'report') throw new PayloadError(`${listed.object} is no report`);
  const { kind: _kind, scope = '-', ...rest } = listed;
  return { dsp: 'spotify', account: 'lantern-row', feed, scope, ...rest };
}

/** Everything a feed lists for a window. */
export async function listAll(context: ConnectorContext<SpotifyConfig>, feed: string, from: string, to: string) {
  const found = spotify.feeds[feed];
  if (found === undefined) throw new PayloadError(`no feed ${feed}`);
  return Array.fromAsync(found.list(context, { from, to }));
}
