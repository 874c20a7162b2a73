import { Distribution } from './distribution.ts';

/** How requests went. Units: counts, and whole ms. */
export interface CallFigures {
  /** Logical requests, whether or not they were sent. */
  readonly requests: number;
  /** Requests handed to the transport, each time it happened. */
  readonly sends: number;
  /** Requests that were sent more than once, for whatever reason. */
  readonly resent: number;
  /** 100 × `resent` over `requests`; 0 of none. */
  readonly retryRatePercent: number;
  /** Waits between two sends of a request that were ours to choose, and all of their backoff and spread. */
  readonly backoffWaits: number;
  readonly backoffMs: number;
  /** 95th percentile (nearest rank) of backoff plus spread, wait by wait; 0 of none. */
  readonly backoffLatencyP95Ms: number;
  /** Sends that did not pass the gate at once, and how long they stood there. */
  readonly gateWaits: number;
  readonly gateWaitMs: number;
  readonly gateWaitP95Ms: number;
}

/** Adds up requests of one DSP, or of all. */
export class CallCount {
  requests = 0;
  sends = 0;
  resent = 0;
  readonly backoff = new Distribution();
  readonly gate = new Distribution();

  figures(): CallFigures {
    const { requests, sends, resent, backoff, gate } = this;
    return {
      ...{ requests, sends, resent },
      retryRatePercent: requests === 0 ? 0 : (100 * resent) / requests,
      backoffWaits: backoff.size,
      backoffMs: backoff.sum,
      backoffLatencyP95Ms: backoff.percentile(95),
      gateWaits: gate.size,
      gateWaitMs: gate.sum,
      gateWaitP95Ms: gate.percentile(95),
    };
  }
}
