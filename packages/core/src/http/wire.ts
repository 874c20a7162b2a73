import { ConfigError } from '../errors/leaves.ts';
import type { Clock } from '../time/clock.ts';
import { brokenOff } from './broken-off.ts';
import { createTransportFailure } from './transport-failure.ts';

export interface WireRequest {
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly clock: Clock;
  /** Units: milliseconds without headers, and without a byte of the body. */
  readonly timeouts: { readonly headersMs: number; readonly idleMs: number };
  readonly signal: AbortSignal;
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** One answer on its way in: the head is there, the body is read once. Must be closed. */
export interface Wire {
  readonly status: number;
  /** Lower-case names; several fields of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Units: monotonic ms at receipt of the headers. */
  readonly receivedAt: number;
  /** The first bytes of the body without taking them from `chunks`; a failure on the way is kept for `chunks`. */
  peek(maxBytes: number): Promise<Uint8Array>;
  chunks(): AsyncGenerator<Uint8Array, void, void>;
  close(): Promise<void>;
}

/** Sends one request and waits for the head of its answer; never follows a redirect. */
export async function openWire(request: WireRequest): Promise<Wire> {
  const { clock, timeouts, signal, url } = request;
  signal.throwIfAborted();
  const headers = checkedHeaders(request.headers);
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const late = clock.timer(clock.mono() + timeouts.headersMs, () =>
    stop.abort(createTransportFailure('UND_ERR_HEADERS_TIMEOUT', `No headers within ${timeouts.headersMs} ms.`)),
  );
  try {
    // The global is looked up per send, so that what intercepts it later is honoured.
    const response = await (request.fetch ?? globalThis.fetch)(url, {
      method: request.method,
      headers,
      redirect: 'manual',
      signal: stop.signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const release = (): void => signal.removeEventListener('abort', onAbort);
    return readable(response, { clock, idleMs: timeouts.idleMs, stop, release });
  } catch (error) {
    signal.removeEventListener('abort', onAbort);
    throw brokenOff(error);
  } finally {
    late[Symbol.dispose]();
  }
}

/** The platform's own complaint would quote the value, and values are credentials. */
function checkedHeaders(given: Readonly<Record<string, string>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    try {
      headers.set(name, value);
    } catch {
      throw new ConfigError(
        `The header "${name}" holds characters that HTTP does not allow, such as a line break; check the credential in the config.`,
        { details: { header: name } },
      );
    }
  }
  return headers;
}

interface Reading {
  readonly clock: Clock;
  readonly idleMs: number;
  readonly stop: AbortController;
  readonly release: () => void;
}

function readable(response: Response, { clock, idleMs, stop, release }: Reading): Wire {
  const receivedAt = clock.mono();
  const reader = response.body?.getReader();
  const peeked: Uint8Array[] = [];
  let failure: { readonly error: unknown } | undefined;

  async function next(): Promise<Uint8Array | undefined> {
    if (failure !== undefined) throw failure.error;
    if (reader === undefined) return undefined;
    const idle = clock.timer(clock.mono() + idleMs, () =>
      stop.abort(createTransportFailure('UND_ERR_BODY_TIMEOUT', `No byte of the body within ${idleMs} ms.`)),
    );
    try {
      const { done, value } = await reader.read();
      return done ? undefined : value;
    } catch (error) {
      throw brokenOff(error);
    } finally {
      idle[Symbol.dispose]();
    }
  }

  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    receivedAt,
    async peek(maxBytes) {
      let bytes = 0;
      while (bytes < maxBytes && failure === undefined) {
        try {
          const chunk = await next();
          if (chunk === undefined) break;
          peeked.push(chunk);
          bytes += chunk.length;
        } catch (error) {
          failure = { error };
        }
      }
      return Buffer.concat(peeked).subarray(0, maxBytes);
    },
    async *chunks() {
      for (const chunk of peeked.splice(0)) yield chunk;
      for (let chunk = await next(); chunk !== undefined; chunk = await next()) yield chunk;
    },
    async close() {
      release();
      await reader?.cancel().catch(() => undefined); // a reader that already failed has nothing left to release
    },
  };
}
