import type { GateState, GateView, Lease } from './gate/gate-view.ts';

export interface OpenProposal {
  readonly scope: string;
  /** Against the store's own time. */
  readonly remainingMs: number;
  readonly cause: string;
  readonly generation: number;
  /** The same evidence proposed twice counts once. */
  readonly evidenceId: string;
}

/**
 * Where gates live: in this process now, in a database shared by many later.
 *
 * Called by the engine only. `view` is a synchronous mirror; every window may only grow within a generation.
 */
export interface GateStore {
  view(scope: string): GateView | undefined;
  open(proposal: OpenProposal): Promise<GateView | undefined>;
  lease(scope: string, generation: number, owner: string, ttlMs: number): Promise<Lease | null>;
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  report(lease: Lease, outcome: 'success' | 'failure' | 'void'): Promise<GateView | undefined>;
  subscribe(listener: (view: GateView) => void): Disposable;
  export(): Promise<readonly GateState[]>;
  import(states: readonly GateState[]): Promise<void>;
  close(): Promise<void>;
}
