import type { RunEvent } from '../contracts/events.ts';
import type { Decision, Operation, PolicyEngine } from '../contracts/policy.ts';

/** Why a call is held, in words; what is not here waits for its turn among our own calls. */
const causes: Readonly<Record<string, string>> = {
  hint: 'the DSP asked for it',
  quota: 'the DSP says its quota is used up',
  throttle: 'the DSP said there were too many requests',
  failures: 'the DSP failed several times in a row',
  window: 'the limit of requests is used up',
  learned: 'the limit of requests is used up',
  imported: 'the DSP asked an earlier run for it',
};

type PolicyEvent = Extract<RunEvent, { type: 'policy' }>;

/**
 * Tells waits of the policy engine to whoever watches the run.
 *
 * The engine knows calls and no pipelines; pipelines that make the same call of a DSP at once are all told.
 */
export class WaitTeller {
  readonly #run: string;
  readonly #onEvent: (event: RunEvent) => void;
  /** Calls under way, by DSP and key. */
  readonly #calls = new Map<string, { readonly pipeline: string; readonly op: string }[]>();

  constructor(run: string, onEvent: (event: RunEvent) => void) {
    this.#run = run;
    this.#onEvent = onEvent;
  }

  /** The engine as one pipeline uses it. */
  engineOf(pipeline: string, engine: PolicyEngine): PolicyEngine {
    return {
      run: async (operation, fn, options) => {
        const end = this.#begin(pipeline, operation);
        try {
          return await engine.run(operation, fn, options);
        } finally {
          end();
        }
      },
      flush: () => engine.flush(),
      close: () => engine.close(),
    };
  }

  take(record: Decision): void {
    const wait = waitOf(record);
    if (!wait) return;
    const { call, scope } = record;
    if (typeof call !== 'string' || typeof scope !== 'string' || !call.startsWith(`${this.#run}/`)) return;
    const [dsp = ''] = scope.split('/');
    const key = `${dsp} ${call.slice(this.#run.length + 1, call.lastIndexOf('#'))}`;
    for (const { pipeline, op } of this.#calls.get(key) ?? []) this.#onEvent({ type: 'policy', pipeline, op, ...wait });
  }

  #begin(pipeline: string, { dsp, op, opKey }: Operation): () => void {
    const key = `${dsp} ${opKey}`;
    const entry = { pipeline, op };
    this.#calls.set(key, [...(this.#calls.get(key) ?? []), entry]);
    return () => {
      const left = (this.#calls.get(key) ?? []).filter((other) => other !== entry);
      if (left.length > 0) this.#calls.set(key, left);
      else this.#calls.delete(key);
    };
  }
}

/** Units: `t`, `until` and `notBefore` are engine ms. */
function waitOf({
  k,
  t,
  until,
  notBefore,
  floor,
  cause,
}: Decision): Pick<PolicyEvent, 'event' | 'waitMs' | 'reason'> | undefined {
  const end = k === 'hold' ? until : k === 'wait' ? notBefore : undefined;
  if (typeof end !== 'number' || typeof t !== 'number') return undefined;
  const waitMs = Math.max(0, Math.round(end - t));
  if (k === 'hold') return { event: 'waiting', waitMs, reason: causes[String(cause)] ?? 'other calls come first' };
  const asked = typeof floor === 'number' && floor > 0;
  return { event: 'retrying', waitMs, reason: asked ? 'the DSP asked for it' : 'the last attempt failed' };
}
