/**
 * One thing that goes wrong with the bytes of an answer on their way to the client.
 *
 * Units: `bytes` and `afterBytes` count what the client was sent on this connection, heads of answers included.
 */
export type Toxic =
  /** Every chunk comes this much later; chunks under way do not wait for each other. */
  | { readonly kind: 'latency'; readonly delayMs: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** The connection stays open for a while after its last byte. */
  | { readonly kind: 'slow-close'; readonly delayMs: number }
  /** Nothing more is forwarded, and nothing is closed. */
  | { readonly kind: 'blackhole'; readonly afterBytes: number }
  /** The connection is reset (RST); what the client has not read by then is lost. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** Bytes come in slices of this size. */
  | { readonly kind: 'slicer'; readonly bytes: number }
  /** The connection closes in good order (FIN) after so many bytes. */
  | { readonly kind: 'limit-data'; readonly bytes: number }
  /** Nobody listens: connections are refused, for a while or for good. */
  | { readonly kind: 'down'; readonly forMs?: number };

/** The toxics of one connection as its forwarding needs them. */
export interface Spoiling {
  readonly delayMs: number;
  readonly bytesPerSecond: number;
  readonly closeDelayMs: number;
  readonly sliceBytes: number;
  /** Units: bytes until the end of forwarding, whatever it is. */
  readonly endAfterBytes: number;
  readonly end: 'blackhole' | 'reset' | 'limit-data' | undefined;
}

/** Adds up toxics; of several that end the forwarding the earliest one does. */
export function spoilingOf(toxics: readonly Toxic[]): Spoiling {
  let spoiling: Spoiling = {
    delayMs: 0,
    bytesPerSecond: Number.POSITIVE_INFINITY,
    closeDelayMs: 0,
    sliceBytes: Number.POSITIVE_INFINITY,
    endAfterBytes: Number.POSITIVE_INFINITY,
    end: undefined,
  };
  for (const toxic of toxics) spoiling = { ...spoiling, ...part(toxic, spoiling) };
  return spoiling;
}

function part(toxic: Toxic, so: Spoiling): Partial<Spoiling> {
  switch (toxic.kind) {
    case 'latency':
      return { delayMs: so.delayMs + toxic.delayMs };
    case 'bandwidth':
      return { bytesPerSecond: Math.min(so.bytesPerSecond, toxic.bytesPerSecond) };
    case 'slow-close':
      return { closeDelayMs: so.closeDelayMs + toxic.delayMs };
    case 'slicer':
      return { sliceBytes: Math.min(so.sliceBytes, toxic.bytes) };
    case 'limit-data':
      return toxic.bytes < so.endAfterBytes ? { endAfterBytes: toxic.bytes, end: toxic.kind } : {};
    case 'blackhole':
    case 'reset':
      return toxic.afterBytes < so.endAfterBytes ? { endAfterBytes: toxic.afterBytes, end: toxic.kind } : {};
    case 'down':
      return {};
  }
}
