import type { PolicyConfig, PolicyProfile } from '../contracts/policy.ts';
import { ConfigError } from '../errors/leaves.ts';
import type { Rng } from '../random/rng.ts';
import { RetryBudget } from './budget.ts';
import { createAttemptLimit, createGuard, createStatistics, noLimit } from './cockatiel.ts';
import { Gate } from './gate/gate.ts';
import type { GateEvents } from './gate/gate-view.ts';
import { createAdmissionWindow } from './gate/rate-windows.ts';
import { ScopeNode } from './gate/scope-node.ts';

export interface DspOptions {
  readonly dsp: string;
  readonly policy: PolicyConfig;
  readonly profile: PolicyProfile | undefined;
  readonly rng: Rng;
  readonly now: () => number;
  readonly events: GateEvents;
  /** True in a replay: attempts end when the log says so. */
  readonly limitless: boolean;
  /** Called for every new node, before its first use. */
  readonly onNode: (node: ScopeNode) => void;
}

/** All that the calls to one DSP share: its policy, its tree of scopes, its budget. */
export class DspContext {
  readonly policy: PolicyConfig;
  readonly profile: PolicyProfile | undefined;
  readonly budget: RetryBudget;
  readonly guard: ReturnType<typeof createGuard>;
  readonly limit: ReturnType<typeof createAttemptLimit>;
  readonly nodes = new Map<string, ScopeNode>();
  readonly #options: DspOptions;
  readonly #paths = new Map<string, readonly ScopeNode[]>();

  constructor(options: DspOptions) {
    this.#options = options;
    this.policy = options.policy;
    this.profile = options.profile;
    this.budget = new RetryBudget(options.policy.budget);
    this.guard = createGuard(options.policy.concurrency.maxPending);
    this.limit = options.limitless ? () => noLimit : createAttemptLimit(options.policy.timeout.attemptMs);
    for (const { id, scope } of options.policy.rate) {
      if (this.#levelOf(scope ?? 'dsp') === undefined) {
        throw new ConfigError(
          `The rate limit "${id}" of ${options.dsp} names the scope "${scope}", which its profile does not have; use one of: ${['dsp', ...(options.profile?.scopes ?? [])].join(', ')}.`,
        );
      }
    }
  }

  /** Nodes from the DSP down to the narrowest scope, made when first asked for. */
  path(scope: readonly string[]): readonly ScopeNode[] {
    const key = scopeKey(scope);
    const known = this.#paths.get(key);
    if (known !== undefined) return known;
    const path: ScopeNode[] = [];
    for (let level = 0; level <= scope.length; level += 1) path.push(this.#node(scope.slice(0, level), path.at(-1)));
    this.#paths.set(key, path);
    return path;
  }

  node(key: string): ScopeNode | undefined {
    const [dsp, ...scope] = key.split('/');
    return dsp === this.#options.dsp ? this.path(scope).at(-1) : undefined;
  }

  /** Which level of a path a scope name means; the deepest one there is when the path is shorter. */
  levelOf(name: string, path: readonly ScopeNode[]): number {
    return Math.min(this.#levelOf(name) ?? 0, path.length - 1);
  }

  /** The scope that holds the credential: limits without a better address apply there. */
  credentialLevel(path: readonly ScopeNode[]): number {
    return Math.min(this.#levelOf('credential') ?? 1, path.length - 1);
  }

  /** The endpoint class: failures of the server are its own. */
  classLevel(path: readonly ScopeNode[]): number {
    const level = this.#levelOf('class') ?? this.#levelOf('endpoint-class') ?? this.#levelOf('op') ?? 2;
    return Math.min(level, path.length - 1);
  }

  #levelOf(name: string): number | undefined {
    if (name === 'dsp') return 0;
    const scopes = this.profile?.scopes ?? ['credential', 'endpoint-class', 'subject'];
    const index = scopes.indexOf(name);
    return index < 0 ? undefined : index + 1;
  }

  #node(scope: readonly string[], parent: ScopeNode | undefined): ScopeNode {
    const { dsp, policy, rng, now, events } = this.#options;
    const key = scopeKey([dsp, ...scope]);
    const known = this.nodes.get(key);
    if (known !== undefined) return known;
    const gate = new Gate({
      scope: key,
      policy,
      draw: (purpose, generation) => rng.uniform({ scope: key, callId: 'gate', attempt: generation, purpose }),
      statistics: () => createStatistics(policy.breaker, now),
      events,
    });
    const limits = policy.rate.filter((limit) => this.#levelOf(limit.scope ?? 'dsp') === scope.length);
    const node = new ScopeNode(key, gate, limits.map(createAdmissionWindow));
    this.nodes.set(key, node);
    parent?.children.push(node);
    this.#options.onNode(node);
    return node;
  }
}

/** A slash inside a name would make two levels of one. */
function scopeKey(names: readonly string[]): string {
  return names.map((name) => name.replaceAll('/', '%2F')).join('/');
}
