import type { JsonValue } from '../contracts/json.ts';
import type { StateStore, StateWrite } from '../contracts/state.ts';
import type { GateState, GateView, Lease, Permit } from './gate/gate-view.ts';
import type { ScopeNode } from './gate/scope-node.ts';
import type { GateStore, OpenProposal } from './gate-store.ts';
import { type CallState, readCallState, readGateState } from './stored-state.ts';

const space = 'policy';
const rememberedEvidence = 10_000;

/** What the store needs of its engine: the gates, and time. */
export interface GateHost {
  node(scope: string): ScopeNode | undefined;
  nodes(): Iterable<ScopeNode>;
  now(): number;
  wall(): number;
  /** Moves time on to the present; called when something comes in from outside the calls. */
  sample(): void;
  /** Something an earlier run left is taken over; told before it takes effect. */
  imported(fields: { readonly [field: string]: JsonValue | undefined }): void;
  /** A window changed from outside the calls. */
  changed(node: ScopeNode): void;
}

/** The gates of one process; with a state store behind it, closed windows and retry counters outlive the process. */
export class MemoryGateStore implements GateStore {
  readonly #state: StateStore | undefined;
  readonly #listeners = new Set<(view: GateView) => void>();
  readonly #evidence = new Set<string>();
  readonly #leases = new Map<Lease, Permit>();
  readonly #stored = new Map<string, GateState>();
  readonly #calls = new Map<string, CallState>();
  readonly #dirty = new Map<string, () => JsonValue | undefined>();
  #host: GateHost | undefined;
  #loading: Promise<void> | undefined;
  #loaded = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: { readonly state?: StateStore } = {}) {
    this.#state = options.state;
  }

  attach(host: GateHost): void {
    this.#host = host;
  }

  /** Resolves when what earlier runs left is known; undefined when nothing has to be waited for. */
  ready(): Promise<void> | undefined {
    if (this.#state === undefined || this.#host === undefined) return undefined;
    this.#loading ??= this.#load(this.#state).then(() => {
      this.#loaded = true;
    });
    return this.#loaded ? undefined : this.#loading;
  }

  /** A node exists from now on: it takes over what is known of its scope. */
  adopt(node: ScopeNode): void {
    const stored = this.#stored.get(node.scope);
    const host = this.#host;
    if (stored === undefined || host === undefined) return;
    this.#stored.delete(node.scope);
    host.imported({ gate: JSON.stringify(stored), scope: node.scope });
    node.gate.import(stored, host.now(), host.wall());
  }

  /** A gate changed its state: it will be written before the next wait or exit is reported. */
  touch(scope: string): void {
    const view = this.view(scope);
    if (view !== undefined) for (const listener of this.#listeners) listener(view);
    if (this.#state === undefined) return;
    this.#dirty.set(`gate/${scope}`, () => {
      const host = this.#host;
      const state = host?.node(scope)?.gate.export(host.now(), host.wall());
      return state === undefined || isIdle(state, host?.wall() ?? 0) ? undefined : { ...state };
    });
  }

  call(key: string): CallState | undefined {
    return this.#calls.get(key);
  }

  setCall(key: string, state: CallState | undefined): void {
    if (state === undefined && !this.#calls.has(key)) return;
    if (state === undefined) this.#calls.delete(key);
    else this.#calls.set(key, state);
    if (this.#state !== undefined)
      this.#dirty.set(`call/${key}`, () => (state === undefined ? undefined : { ...state }));
  }

  /** Makes everything that changed durable; undefined when there is nothing to write. */
  persist(): Promise<void> | undefined {
    const state = this.#state;
    if (state === undefined || this.#dirty.size === 0) return undefined;
    const changes: StateWrite[] = [...this.#dirty].map(([key, value]) => ({ space, key, value: value() }));
    this.#dirty.clear();
    this.#writing = this.#writing.then(() => state.write(changes));
    return this.#writing;
  }

  view(scope: string): GateView | undefined {
    return this.#host?.node(scope)?.gate.view();
  }

  async open(proposal: OpenProposal): Promise<GateView | undefined> {
    const { host, node } = this.#at(proposal.scope);
    if (!this.#evidence.has(proposal.evidenceId)) {
      this.#evidence.add(proposal.evidenceId);
      if (this.#evidence.size > rememberedEvidence) this.#forgetOldest();
      node.gate.extend(host.now() + Math.ceil(proposal.remainingMs), 'imported', host.now());
      host.changed(node);
    }
    return node.gate.view();
  }

  async lease(scope: string, generation: number, owner: string, ttlMs: number): Promise<Lease | null> {
    const { host, node } = this.#at(scope);
    const now = host.now();
    if (node.gate.check(now) !== undefined) return null;
    const probing = node.gate.view().state !== 'Closed';
    const expected = node.gate.generation + (node.gate.view().state === 'Open' ? 1 : 0);
    if (!probing || expected !== generation) return null;
    const permit = node.gate.take(now, owner);
    if (permit.lease === undefined) return null;
    const lease = { ...permit.lease, expiresAt: Math.min(permit.lease.expiresAt, now + ttlMs) };
    this.#leases.set(lease, permit);
    return lease;
  }

  async renew(lease: Lease): Promise<boolean> {
    const { host, node } = this.#at(lease.scope);
    const permit = this.#leases.get(lease);
    return permit !== undefined && node.gate.renew(permit, host.now());
  }

  async report(lease: Lease, outcome: 'success' | 'failure' | 'void'): Promise<GateView | undefined> {
    const { host, node } = this.#at(lease.scope);
    const permit = this.#leases.get(lease);
    if (permit !== undefined) {
      this.#leases.delete(lease);
      if (outcome === 'success') node.gate.success(permit, host.now());
      if (outcome === 'failure') node.gate.failure(permit, host.now());
      node.gate.release(permit);
      host.changed(node);
    }
    return node.gate.view();
  }

  subscribe(listener: (view: GateView) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  async export(): Promise<readonly GateState[]> {
    const host = this.#host;
    if (host === undefined) return [];
    return [...host.nodes()].map((node) => node.gate.export(host.now(), host.wall()));
  }

  async import(states: readonly GateState[]): Promise<void> {
    for (const state of states) {
      this.#stored.set(state.scope, state);
      const node = this.#host?.node(state.scope);
      if (node === undefined) continue;
      this.adopt(node);
      this.#host?.changed(node);
    }
  }

  async close(): Promise<void> {
    await this.persist();
    await this.#writing;
    this.#listeners.clear();
  }

  async #load(state: StateStore): Promise<void> {
    const entries = await state.list(space);
    const gates: GateState[] = [];
    for (const { key, value } of entries) {
      if (key.startsWith('gate/')) gates.push(...readGateState(value));
      if (key.startsWith('call/')) for (const call of readCallState(value)) this.takeOver(key.slice(5), call);
    }
    await this.import(gates);
  }

  /** Takes over how far a call got in an earlier run. */
  takeOver(key: string, state: CallState): void {
    this.#host?.imported({ call: key, retries: state.retries, retryAt: state.retryAt, throttles: state.throttles });
    this.#calls.set(key, state);
  }

  #at(scope: string): { readonly host: GateHost; readonly node: ScopeNode } {
    const node = this.#host?.node(scope);
    if (this.#host === undefined || node === undefined) throw new Error(`No gate is known for the scope ${scope}.`);
    this.#host.sample();
    return { host: this.#host, node };
  }

  #forgetOldest(): void {
    for (const oldest of this.#evidence) {
      this.#evidence.delete(oldest);
      return;
    }
  }
}

/** A gate that would start the same without its state need not be kept. */
function isIdle(state: GateState, wallMs: number): boolean {
  const blocked = state.untilWallMs > wallMs || state.handles.length > 0;
  return !blocked && state.k === 0 && state.quota === undefined;
}
