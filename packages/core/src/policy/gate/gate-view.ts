/** `Closed`: traffic flows; `Open`: traffic is blocked; `HalfOpen`: probes only; `Isolated`: blocked by an operator. */
export type GateStateName = 'Closed' | 'Open' | 'HalfOpen' | 'Isolated';

export type HoldCause =
  | 'hint'
  | 'failures'
  | 'throttle'
  | 'quota'
  | 'inconclusive'
  | 'isolated'
  | 'brake'
  | 'probe'
  | 'slots'
  | 'reserve'
  | 'learned'
  | 'window'
  | 'queue'
  | 'imported';

/** Why a node admits nothing now. Units: monotonic ms. */
export interface Hold {
  readonly cause: HoldCause;
  /** The instant before which nothing can pass, when it is known. */
  readonly until: number | undefined;
  /** When to look again even if nothing happens. */
  readonly wakeAt: number | undefined;
}

export function hold(cause: HoldCause, until?: number, wakeAt: number | undefined = until): Hold {
  return { cause, until, wakeAt };
}

/** Right to send one probe. Units: monotonic ms. */
export interface Lease {
  readonly scope: string;
  readonly generation: number;
  readonly slot: number;
  readonly owner: string;
  readonly grantedAt: number;
  readonly expiresAt: number;
}

/** One send's place at one gate. */
export interface Permit {
  readonly generation: number;
  readonly epoch: number;
  lease: Lease | undefined;
  /** False once the place was given back or taken away. */
  counted: boolean;
}

export interface GateChange {
  readonly scope: string;
  readonly from: GateStateName;
  readonly to: GateStateName;
  readonly cause: string;
  readonly until: number;
  readonly k: number;
  readonly generation: number;
}

/** What a gate may do besides changing its state; every member is called synchronously. */
export interface GateEvents {
  change(change: GateChange): void;
  lease(action: 'grant' | 'return' | 'expire' | 'void', lease: Lease): void;
}

export type Vote = 'counted' | 'stale';

/** What a gate is right now. Units: `until` monotonic ms of the engine. */
export interface GateView {
  readonly scope: string;
  readonly state: GateStateName;
  readonly generation: number;
  readonly until: number;
  readonly cause: string;
  readonly k: number;
  readonly limit: number;
  readonly inFlight: number;
  readonly leases: number;
  readonly quota: number | undefined;
  readonly reserved: number | undefined;
}

/** A gate outside the process. Units: `untilWallMs` epoch ms. */
export interface GateState {
  readonly scope: string;
  readonly state: GateStateName;
  readonly untilWallMs: number;
  readonly cause: string;
  readonly k: number;
  readonly limit: number;
  readonly quota?: number;
  readonly handles: readonly string[];
}
