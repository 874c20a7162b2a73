import { createFaultSwitches, type FaultSwitches, type Spoiling, type Turns } from '@ledgerline/fakes';
import type { ReporterRequest } from './parse-request.ts';

/** What goes wrong. Those above the line answer instead of the fake, those below spoil its answer. */
export type Fault =
  /** An error of Apple's, by code; under `status: 200` as well. */
  | { readonly kind: 'error'; readonly code: number; readonly message?: string; readonly status?: number }
  /** Something in between that is not Reporter. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'reset' }
  // ---
  | Spoiling
  /** The file is about other days, so many of them later, under the right name. */
  | { readonly kind: 'other-days'; readonly byDays: number };

/** Which requests a fault hits. */
export interface FaultPlace extends Turns {
  /** `Sales.getReport`; every one when absent. */
  readonly command?: string;
  /** Text that one of the arguments must be, such as a report type or a date; every one when absent. */
  readonly argument?: string;
}

/** The fault switches of a fake. */
export type Faults = FaultSwitches<FaultPlace, Fault, Pick<ReporterRequest, 'command' | 'args'>>;

export function createFaults(): Faults {
  return createFaultSwitches(
    ({ command, argument }, asked) =>
      (command ?? asked.command) === asked.command && (argument === undefined || asked.args.includes(argument)),
  );
}
