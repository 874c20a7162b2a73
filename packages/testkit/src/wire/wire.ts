import { getResponse, type HttpHandler } from 'msw';
import type { Place, PlacedRequest, RunningUpstream } from '../upstream.ts';
import { bodyStream, connectionLost } from './body-stream.ts';
import { createFaults, type Fault, type Faults } from './fault.ts';
import { needsWhole, type Parcel, rewriteOf, spoil } from './spoil.ts';

/** A request as it went over the wire. Units: `atMs` and `answeredAtMs` epoch ms of the fake's clock. */
export interface WireRequest {
  readonly place: Place;
  readonly method: string;
  readonly origin: string;
  /** With the query; the name of what is asked for where the upstream gives one. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly atMs: number;
  answeredAtMs?: number;
  /** 0 for a connection that was lost before an answer. */
  status: number;
  responseHeaders: Readonly<Record<string, string>>;
}

export interface WireOptions {
  readonly handlers: readonly HttpHandler[];
  readonly placeOf: (request: PlacedRequest) => Place;
  /** @default path and query */
  readonly nameOf?: RunningUpstream['nameOf'];
  readonly now: () => number;
  /** Changes documents at their source. @default they are changed on the way */
  readonly rewrite?: RunningUpstream['rewrite'];
}

/** The network between a connector and a fake: a `fetch` without sockets, on which everything can go wrong. */
export interface Wire {
  readonly fetch: typeof globalThis.fetch;
  readonly faults: Faults;
  /** Every request in order of sending. */
  readonly requests: readonly WireRequest[];
  /** Called before each request is sent. */
  onRequest: ((request: WireRequest) => void) | undefined;
  /** Answers that are being made right now. */
  readonly moving: number;
  /** Bodies that were handed out and neither read to their end nor cancelled. */
  readonly openBodies: number;
}

async function parcelOf(response: Response): Promise<Parcel> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: new Headers(response.headers), bytes };
}

function addressOf({ url }: PlacedRequest): string {
  return url.pathname + url.search;
}

export function createWire({ handlers, placeOf, nameOf = addressOf, now, rewrite }: WireOptions): Wire {
  const faults = createFaults((fault) => {
    const change = rewriteOf(fault);
    return change === undefined ? undefined : rewrite?.(change);
  });
  const requests: WireRequest[] = [];
  const earlier = new Map<Place, { readonly first: Parcel; readonly previous: Parcel }>();
  const state = { moving: 0, openBodies: 0 };

  async function fromUpstream(request: Request, whole: boolean): Promise<Parcel> {
    if (whole) for (const name of ['range', 'if-range']) request.headers.delete(name);
    const response = await getResponse([...handlers], request);
    if (response === undefined) throw new TypeError(`fetch failed: nobody answers ${new URL(request.url).origin}`);
    if (response.type === 'error') throw connectionLost('ECONNRESET', 'fetch failed');
    return parcelOf(response).catch(() => {
      throw connectionLost('UND_ERR_SOCKET');
    });
  }

  async function answer(request: Request, place: Place, hits: readonly Fault[]): Promise<Parcel> {
    for (const fault of hits) {
      if (fault.kind === 'reset') throw connectionLost('ECONNRESET', 'fetch failed');
      if (fault.kind === 'answer') return parcelOf(fault.respond());
      if (fault.kind === 'status') {
        const bytes = Buffer.from(fault.body ?? '', 'utf8');
        return { status: fault.status, headers: new Headers(fault.headers), bytes };
      }
      const known = fault.kind === 'replay' ? earlier.get(place) : undefined;
      if (fault.kind === 'replay' && known !== undefined) return known[fault.of];
    }
    const parcel = await fromUpstream(request, needsWhole(hits));
    // Documents are not kept: what a run costs in memory is measured through this wire.
    if (place === 'listing') earlier.set(place, { first: earlier.get(place)?.first ?? parcel, previous: parcel });
    return parcel;
  }

  async function send(request: Request, body: string, signal: AbortSignal | undefined): Promise<Response> {
    const url = new URL(request.url);
    const headers = Object.fromEntries(request.headers);
    const placed = { url, method: request.method, headers, body };
    const [place, path] = [placeOf(placed), nameOf(placed)];
    const hits = faults.take(place, path);
    const logged: WireRequest = {
      ...{ place, method: request.method, origin: url.origin, path, headers, atMs: now() },
      ...{ status: 0, responseHeaders: {} },
    };
    requests.push(logged);
    wire.onRequest?.(logged);
    signal?.throwIfAborted();
    if (hits.some(({ kind }) => kind === 'hang')) return hanging(signal);
    state.moving += 1;
    try {
      const delivery = spoil(await answer(request, place, hits), hits);
      const { status, headers: given, bytes } = delivery.parcel;
      signal?.throwIfAborted();
      logged.answeredAtMs = now();
      logged.status = status;
      logged.responseHeaders = Object.fromEntries(given);
      if (status === 204 || status === 304 || (bytes.length === 0 && !hits.length)) {
        return new Response(null, { status, headers: given });
      }
      state.openBodies += 1;
      const onEnd = (): void => {
        state.openBodies -= 1;
      };
      return new Response(bodyStream(delivery, { signal, onEnd }), {
        status,
        headers: given,
      });
    } finally {
      state.moving -= 1;
    }
  }

  const wire: Wire = {
    fetch: (input, init) => {
      const { signal, ...rest } = init ?? {};
      const body = typeof rest.body === 'string' ? rest.body : '';
      return send(new Request(input, rest), body, signal ?? undefined);
    },
    faults,
    requests,
    onRequest: undefined,
    get moving() {
      return state.moving;
    },
    get openBodies() {
      return state.openBodies;
    },
  };
  return wire;
}

function hanging(signal: AbortSignal | undefined): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
