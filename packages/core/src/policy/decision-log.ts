import type { JsonValue } from '../contracts/json.ts';
import type { Decision } from '../contracts/policy.ts';

/** The version of the record shapes. */
export const logVersion = 1;

/** Kinds that come from outside; a replay feeds these and compares the rest. */
export const inputKinds: ReadonlySet<string> = new Set([
  'header',
  'call',
  'evidence',
  'end',
  'cancel',
  'wake',
  'remote',
  'enter',
  'operator',
  'progress',
]);

export type RecordFields = { readonly [field: string]: JsonValue | undefined };

/** Numbers each input and decision, orders its keys, and hands it to the sink; a sink that throws is on its own. */
export class DecisionLog {
  readonly #sink: ((record: Decision) => void) | undefined;
  readonly #now: () => number;
  readonly #onSinkError: (error: unknown) => void;
  #seq = 0;

  constructor(options: {
    readonly sink: ((record: Decision) => void) | undefined;
    readonly now: () => number;
    readonly onSinkError: (error: unknown) => void;
  }) {
    this.#sink = options.sink;
    this.#now = options.now;
    this.#onSinkError = options.onSinkError;
  }

  get enabled(): boolean {
    return this.#sink !== undefined;
  }

  write(k: string, fields: RecordFields): void {
    if (this.#sink === undefined) return;
    const record = sorted({ ...fields, k, seq: this.#seq, t: this.#now(), v: logVersion }, k);
    this.#seq += 1;
    try {
      this.#sink(record);
    } catch (error) {
      this.#onSinkError(error);
    }
  }
}

/** Keys in code-unit order, numbers whole; what is absent is left out. */
function sorted(fields: RecordFields, k: string): Decision {
  const ordered: Record<string, JsonValue> = {};
  for (const key of Object.keys(fields).sort()) {
    const value = fields[key];
    if (value !== undefined) ordered[key] = typeof value === 'number' ? Math.floor(value) : value;
  }
  return { ...ordered, k };
}

/** One line of NDJSON; equal records give equal bytes. */
export function encodeDecision(record: Decision): string {
  const keys = Object.keys(record);
  // The log's own records come sorted; only those of another origin pay for it.
  const inOrder = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);
  return JSON.stringify(
    inOrder ? record : Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
