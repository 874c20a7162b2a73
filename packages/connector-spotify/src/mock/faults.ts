import { createFaultSwitches, type FaultSwitches, isLike, type Spoiling, type Turns } from '@ledgerline/fakes';
import type { OriginName } from './request-log.ts';

/** How a leaf is handed out: a redirect, its URL as text, or the document itself. */
export type Delivery = '303' | '302' | '307' | 'url-in-303-body' | 'url-as-text' | 'direct' | 'empty';

/** What goes wrong. Those above the line answer instead of the fake, those below spoil its answer. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly kind: 'token-expired' }
  | { readonly kind: 'not-yet' }
  /** 429, with whatever `Retry-After` text is given. */
  | { readonly kind: 'throttle'; readonly retryAfter?: string }
  | { readonly kind: 'quota' }
  | { readonly kind: 'redirect-loop' }
  | { readonly kind: 'signature-expired'; readonly status?: 400 | 403 }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'reset' }
  // ---
  | Spoiling
  | { readonly kind: 'delivery'; readonly delivery: Delivery };

/** Which requests a fault hits. */
export interface FaultPlace extends Turns {
  readonly origin?: OriginName;
  /** A part of the path, or a pattern for it; every path when absent. */
  readonly path?: string | RegExp;
}

interface Asked {
  readonly origin: OriginName;
  readonly path: string;
}

/** The fault switches of a fake. */
export type Faults = FaultSwitches<FaultPlace, Fault, Asked>;

export function createFaults(): Faults {
  return createFaultSwitches(
    ({ origin, path }, asked) => (origin ?? asked.origin) === asked.origin && isLike(path, asked.path),
  );
}
