import { createFaultSwitches, type FaultSwitches, isLike, type Spoiling, type Turns } from '@ledgerline/fakes';

/** What goes wrong. Those above the line answer instead of the fake, those below spoil its answer. */
export type BucketFault =
  /** An error document: `{ kind: 'error', status: 503, code: 'SlowDown' }`. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly headers?: Record<string, string>;
    }
  /** 301 or 307 to another region, by header and document. */
  | { readonly kind: 'moved'; readonly status: 301 | 307; readonly region: string }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'reset' }
  // ---
  | Spoiling
  /** The object is replaced before it is read, as between listing and getting it. */
  | { readonly kind: 'swap'; readonly content: Uint8Array | string }
  /** The object is removed before it is read. */
  | { readonly kind: 'vanish' }
  | { readonly kind: 'malformed-xml' };

/** Which requests a fault hits. */
export interface BucketFaultPlace extends Turns {
  readonly op?: 'list' | 'get';
  /** A part of the key, or a pattern for it; every key when absent. */
  readonly key?: string | RegExp;
}

interface Asked {
  readonly op: 'list' | 'get';
  readonly key: string;
}

/** The fault switches of a fake. */
export type BucketFaults = FaultSwitches<BucketFaultPlace, BucketFault, Asked>;

export function createBucketFaults(): BucketFaults {
  return createFaultSwitches(({ op, key }, asked) => (op ?? asked.op) === asked.op && isLike(key, asked.key));
}
