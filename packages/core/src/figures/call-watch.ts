import type { Decision } from '../contracts/policy.ts';

/** A request under way, as the decision log tells of it. */
export interface WatchedCall {
  readonly dsp: string;
  readonly op: string;
  /** Names the request within its run. */
  readonly request: string;
  /** The report it serves; absent for listings. */
  readonly sync?: string;
  /** How often it was handed to the transport so far. */
  readonly sends: number;
}

/** One more send of a request, decided and not yet made. Units: whole ms. */
export interface RetryScheduled {
  readonly dsp: string;
  readonly op: string;
  readonly request: string;
  readonly sync?: string;
  /** The send that is to come; the first of a request is 0. */
  readonly attempt: number;
  /** From now until it may be sent, as far as it is known. */
  readonly delayMs: number;
  /** What of it is backoff and spread of our own; 0 where the DSP's word or the gate alone decides. */
  readonly backoffMs: number;
  readonly reason: string;
}

export interface CallListener {
  retry?(retry: RetryScheduled): void;
  /** A wait between two sends: backoff plus spread. */
  backoff?(call: WatchedCall, ms: number): void;
  /** A wait at the gate is over. */
  gate?(call: WatchedCall, ms: number): void;
  /** A request was handed to the transport; `call.sends` counts it. */
  sent?(call: WatchedCall): void;
}

interface Call extends WatchedCall {
  sends: number;
  reason: string;
  /** Whether the next send has been told already. */
  told: boolean;
  /** A wait that counts unless the call is parked at once. */
  pending: { readonly delayMs: number; readonly backoffMs: number } | undefined;
  heldAt: number | undefined;
}

/**
 * Follows requests through the decision log of a run.
 *
 * A wait is told with the next record of its request, or by `flush`: only then is it certain that the request was not parked instead.
 */
export class CallWatch {
  readonly #listener: CallListener;
  readonly #calls = new Map<string, Call>();
  #run = '';

  constructor(listener: CallListener) {
    this.#listener = listener;
  }

  take(record: Decision): void {
    if (record.k === 'header' && typeof record.run === 'string') this.#run = record.run;
    if (typeof record.call !== 'string') return;
    if (record.k === 'call') {
      this.#calls.set(record.call, this.#begin(record.call, record));
      return;
    }
    const call = this.#calls.get(record.call);
    if (call === undefined) return;
    if (call.pending && !(record.k === 'settle' && record.outcome === 'deferred')) this.#confirm(call);
    this.#follow(call, record);
    if (record.k === 'settle') this.#calls.delete(record.call);
  }

  /** Tells waits whose fate is settled by now: a request that is parked says so in the same turn. */
  flush(): void {
    for (const call of this.#calls.values()) if (call.pending) this.#confirm(call);
  }

  #begin(id: string, record: Decision): Call {
    const request = id.startsWith(`${this.#run}/`) ? id.slice(this.#run.length + 1) : id;
    const [dsp, op] = [record.dsp, record.op].map(String);
    return {
      ...{ dsp: dsp ?? '', op: op ?? '', request, sends: 0, reason: '', told: false },
      ...(typeof record.sync === 'string' ? { sync: record.sync } : {}),
      ...{ pending: undefined, heldAt: undefined },
    };
  }

  #follow(call: Call, record: Decision): void {
    const t = wholeMs(record.t) ?? 0;
    if (record.k === 'verdict') call.reason = String(record.reason);
    else if (record.k === 'wait') {
      const delayMs = Math.max(0, (wholeMs(record.notBefore) ?? t) - t);
      call.pending = { delayMs, backoffMs: (wholeMs(record.backoff) ?? 0) + (wholeMs(record.spread) ?? 0) };
    } else if (record.k === 'hold') {
      this.#tell(call, Math.max(0, (wholeMs(record.until) ?? t) - t), 0);
      call.heldAt ??= t;
    } else if (record.k === 'admit') {
      this.#tell(call, 0, 0);
      this.#release(call, t);
      call.sends += 1;
      call.told = false;
      this.#listener.sent?.(call);
    } else if (record.k === 'settle') this.#release(call, t);
  }

  #confirm(call: Call): void {
    const { pending } = call;
    if (!pending) return;
    call.pending = undefined;
    this.#listener.backoff?.(call, pending.backoffMs);
    this.#tell(call, pending.delayMs, pending.backoffMs);
  }

  #tell(call: Call, delayMs: number, backoffMs: number): void {
    if (call.told || call.sends === 0) return;
    call.told = true;
    const { dsp, op, request, sync, sends, reason } = call;
    this.#listener.retry?.({
      ...{ dsp, op, request, attempt: sends, delayMs, backoffMs, reason },
      ...(sync === undefined ? {} : { sync }),
    });
  }

  #release(call: Call, t: number): void {
    if (call.heldAt === undefined) return;
    this.#listener.gate?.(call, Math.max(0, t - call.heldAt));
    call.heldAt = undefined;
  }
}

function wholeMs(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
