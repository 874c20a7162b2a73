import type { Delivery } from './spoil.ts';

/** Units: bytes of a chunk, as a socket hands them on. */
const chunkBytes = 64 * 1024;

/** The failure that Node's `fetch` gives when a connection ends where it must not. */
export function connectionLost(code: string, message = 'terminated'): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error('other side closed'), { code }) });
}

/** How a body ended, for those who count open ones. */
export interface BodyWatch {
  readonly signal: AbortSignal | undefined;
  readonly onEnd: () => void;
}

/** The body of a delivery as `fetch` shows it: held to its Content-Length, ended by the signal. */
export function bodyStream({ parcel, cutAfter, stallAfter, sliceBytes }: Delivery, watch: BodyWatch) {
  const announced = parcel.headers.get('content-length');
  const length = announced === null ? parcel.bytes.length : Number(announced);
  const available = Math.min(parcel.bytes.length, length, cutAfter ?? Number.POSITIVE_INFINITY);
  const step = Math.max(1, sliceBytes ?? chunkBytes);
  let sent = 0;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    watch.signal?.removeEventListener('abort', onAbort);
    watch.onEnd();
  };
  let onAbort = (): void => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          controller.error(watch.signal?.reason);
          end();
        };
        watch.signal?.addEventListener('abort', onAbort, { once: true });
      },
      pull(controller) {
        const stalled = stallAfter !== undefined && sent >= Math.min(stallAfter, available);
        if (stalled) return new Promise<void>(() => undefined);
        if (sent < available) {
          const next = Math.min(available, sent + step, stallAfter ?? Number.POSITIVE_INFINITY);
          controller.enqueue(new Uint8Array(parcel.bytes.subarray(sent, next)));
          sent = next;
          return undefined;
        }
        if (sent < length || (cutAfter !== undefined && sent < parcel.bytes.length)) {
          controller.error(connectionLost('UND_ERR_SOCKET'));
        } else controller.close();
        end();
        return undefined;
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
