import { createFaultSwitches, type FaultSwitches, isLike, type Spoiling, type Turns } from '@ledgerline/fakes';
import type { Part } from './request-log.ts';

/** What goes wrong. Those above the line answer instead of the fake, those below change or spoil its answer. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly kind: 'bad-request' | 'unauthenticated' | 'not-found' | 'conflict' }
  /** 403 in either error form. */
  | {
      readonly kind: 'forbidden';
      readonly form: 'current' | 'legacy';
      readonly why: 'scope' | 'service-disabled' | 'daily-quota';
    }
  | { readonly kind: 'quota-minute' | 'quota-day' }
  | { readonly kind: 'server-error'; readonly status: 500 | 503 | 505 }
  /** 502 as a page of HTML. */
  | { readonly kind: 'html-502' }
  | { readonly kind: 'invalid-grant' }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'reset' }
  /** A redirect to another host. */
  | { readonly kind: 'redirect'; readonly location: string }
  // ---
  /** Every token is invalid from after this answer on: it expires in the middle of a listing. */
  | { readonly kind: 'expire-tokens' }
  /** `downloadUrl` of listed reports names this origin. */
  | { readonly kind: 'foreign-url'; readonly origin: string }
  | Spoiling
  /** 200 without a byte. */
  | { readonly kind: 'empty-body' };

/** Which requests a fault hits. */
export interface FaultPlace extends Turns {
  readonly part?: Part;
  /** A part of the path with its query, or a pattern for it; every path when absent. */
  readonly path?: string | RegExp;
  readonly method?: string;
}

interface Asked {
  readonly part: Part;
  readonly method: string;
  readonly path: string;
}

/** The fault switches of a fake. */
export type Faults = FaultSwitches<FaultPlace, Fault, Asked>;

export function createFaults(): Faults {
  return createFaultSwitches(
    ({ part, method, path }, asked) =>
      (part ?? asked.part) === asked.part && (method ?? asked.method) === asked.method && isLike(path, asked.path),
  );
}
