import type {
  AttemptContext,
  Decision,
  Operation,
  PolicyConfig,
  PolicyEngine,
  PolicyProfile,
} from '../contracts/policy.ts';
import type { StateStore } from '../contracts/state.ts';
import type { Rng } from '../random/rng.ts';
import type { Clock } from '../time/clock.ts';
import { Call } from './call.ts';
import { EngineEvents } from './cockatiel.ts';
import { configHash } from './config-hash.ts';
import { DecisionLog } from './decision-log.ts';
import { DspContext } from './dsp-context.ts';
import { EngineTime } from './engine-time.ts';
import { Admission } from './gate/admission.ts';
import type { GateView } from './gate/gate-view.ts';
import type { ScopeNode } from './gate/scope-node.ts';
import { MemoryGateStore } from './memory-gate-store.ts';
import { mergePolicy } from './merge-policy.ts';

/** A value per DSP, however the caller has it. */
export type PerDsp<T> = ReadonlyMap<string, T> | ((dsp: string) => T | undefined) | Readonly<Record<string, T>>;

export interface PolicyEngineOptions {
  /** The merged policy of each DSP. @default the profile's policy over the defaults */
  readonly config?: PerDsp<PolicyConfig>;
  readonly profiles?: PerDsp<PolicyProfile>;
  readonly clock: Clock;
  readonly rng: Rng;
  /** @default a store in memory, durable when `state` is given */
  readonly store?: MemoryGateStore;
  /** Makes closed windows and retry counters outlive the process. */
  readonly state?: StateStore;
  /** Gets every decision as it is made; it must not throw, and what it throws changes nothing. */
  readonly sink?: (record: Decision) => void;
  /** Names the run in call ids, and so in every draw. */
  readonly run: string;
  /** Hears of listeners and sinks that threw. */
  readonly onListenerError?: (error: unknown) => void;
  /** Makes a replay: time limits come from the log instead of timers, and so does the order of calls that ask anew. */
  readonly turnstile?: (callId: string) => Promise<void>;
}

/** The engine as a host has it: with its gates in view, and the operator's switch. */
export interface GatedPolicyEngine extends PolicyEngine {
  readonly events: Pick<EngineEvents, 'onSuccess' | 'onFailure'>;
  view(scope: string): GateView | undefined;
  views(): readonly GateView[];
  /** Blocks a scope until the handle is disposed. */
  isolate(scope: string, handle: string): Disposable;
  /** Calls waiting at a gate. */
  readonly waiting: number;
}

/** Creates the engine that every connector of a process shares. */
export function createPolicyEngine(options: PolicyEngineOptions): GatedPolicyEngine {
  return new Engine(options);
}

class Engine implements GatedPolicyEngine {
  readonly events: EngineEvents;
  readonly #options: PolicyEngineOptions;
  readonly #time: EngineTime;
  readonly #log: DecisionLog;
  readonly #admission: Admission;
  readonly #store: MemoryGateStore;
  readonly #contexts = new Map<string, DspContext>();
  readonly #ordinals = new Map<string, number>();
  #tickets = 0;

  constructor(options: PolicyEngineOptions) {
    const { clock, rng, run, sink, state, onListenerError = () => {} } = options;
    this.#options = options;
    this.events = new EngineEvents(onListenerError);
    this.#time = new EngineTime(clock, (due) =>
      this.#log.write('wake', { at: this.#time.now(), due, wall: this.#time.wall() }),
    );
    this.#log = new DecisionLog({ sink, now: () => this.#time.now(), onSinkError: onListenerError });
    this.#admission = new Admission(this.#time);
    this.#store = options.store ?? new MemoryGateStore(state === undefined ? {} : { state });
    this.#store.attach({
      node: (scope) => this.#context(scope.split('/', 1)[0] ?? scope).node(scope),
      nodes: () => [...this.#contexts.values()].flatMap((context) => [...context.nodes.values()]),
      now: () => this.#time.now(),
      wall: () => this.#time.wall(),
      changed: (node) => this.#changed(node),
      sample: () => this.#time.sample(),
      imported: (fields) => {
        this.#time.sample();
        this.#log.write('remote', { ...fields, wall: this.#time.wall() });
      },
    });
    this.#log.write('header', { engine: '1', run, seed: rng.seed, wallStart: this.#time.wallStart });
  }

  get waiting(): number {
    return this.#admission.waiting;
  }

  async run<T>(
    operation: Operation,
    fn: (context: AttemptContext) => Promise<T>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<T> {
    const loading = this.#store.ready();
    if (loading !== undefined) await loading;
    this.#time.sample();
    const began = this.#time.now();
    try {
      const value = await this.#call(operation, fn, signal).run();
      this.events.succeeded(this.#time.now() - began);
      return value;
    } catch (error) {
      this.events.failed(this.#time.now() - began, error);
      throw error;
    }
  }

  view(scope: string): GateView | undefined {
    return this.#store.view(scope);
  }

  views(): readonly GateView[] {
    return [...this.#contexts.values()].flatMap(({ nodes }) => [...nodes.values()].map((node) => node.gate.view()));
  }

  isolate(scope: string, handle: string): Disposable {
    const node = this.#context(scope.split('/', 1)[0] ?? scope).node(scope);
    this.#time.sample();
    this.#log.write('operator', { action: 'isolate', handle, node: scope });
    node?.gate.isolate(handle);
    return {
      [Symbol.dispose]: () => {
        this.#time.sample();
        this.#log.write('operator', { action: 'release', handle, node: scope });
        node?.gate.unisolate(handle, this.#time.now());
        if (node !== undefined) this.#changed(node);
      },
    };
  }

  async flush(): Promise<void> {
    await this.#store.persist();
  }

  async close(): Promise<void> {
    for (const context of this.#contexts.values()) this.#admission.close(context.nodes.values());
    await this.#store.close();
  }

  #call<T>(operation: Operation, fn: (context: AttemptContext) => Promise<T>, signal: AbortSignal): Call<T> {
    const ordinal = this.#ordinals.get(operation.opKey) ?? 0;
    this.#ordinals.set(operation.opKey, ordinal + 1);
    this.#tickets += 1;
    const { rng, run, turnstile } = this.#options;
    const shared = { time: this.#time, rng, log: this.#log, admission: this.#admission, store: this.#store, turnstile };
    const request = `${operation.opKey}#${ordinal}`;
    const callId = `${run}/${request}`;
    const context = this.#context(operation.dsp);
    return new Call({ operation, callId, request, ticket: this.#tickets, context, shared, fn, signal });
  }

  #changed(node: ScopeNode): void {
    this.#admission.touchBelow(node);
    this.#admission.flush();
  }

  #context(dsp: string): DspContext {
    const known = this.#contexts.get(dsp);
    if (known !== undefined) return known;
    const profile = pick(this.#options.profiles, dsp);
    const policy = pick(this.#options.config, dsp) ?? mergePolicy(profile?.policy ?? {});
    this.#log.write('dsp', {
      configHash: configHash(policy, profile),
      dsp,
      policy: JSON.stringify(policy),
      profile: profile === undefined ? undefined : JSON.stringify(profile),
    });
    const context = new DspContext({
      dsp,
      policy,
      profile,
      rng: this.#options.rng,
      now: () => this.#time.now(),
      limitless: this.#options.turnstile !== undefined,
      onNode: (node) => this.#store.adopt(node),
      events: {
        change: (change) => {
          this.#log.write('gate', { ...change, dsp });
          this.#store.touch(change.scope);
        },
        lease: (action, { scope, slot, generation: gen, owner }) => {
          this.#log.write('lease', { action, gen, owner, scope, slot });
        },
      },
    });
    this.#contexts.set(dsp, context);
    return context;
  }
}

function pick<T>(values: PerDsp<T> | undefined, dsp: string): T | undefined {
  if (values === undefined) return undefined;
  if (typeof values === 'function') return values(dsp);
  return values instanceof Map ? values.get(dsp) : Object.entries(values).find(([name]) => name === dsp)?.[1];
}
