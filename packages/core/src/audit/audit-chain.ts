import { hash } from 'node:crypto';
import type { AuditEnd } from '../contracts/audit.ts';
import type { JsonObject, JsonValue } from '../contracts/json.ts';

/** What the first record names as its predecessor. */
export const chainStart = '0'.repeat(64);

/** Grows a chain of audit lines; each names the digest of the one before. */
export class AuditChain {
  #records: number;
  #head: string;
  readonly #clean: Clean | undefined;

  constructor(end: AuditEnd = { records: 0, head: chainStart }, clean?: Clean) {
    this.#records = end.records;
    this.#head = end.head;
    this.#clean = clean;
  }

  get end(): AuditEnd {
    return { records: this.#records, head: this.#head };
  }

  /** Makes the next line, without its line break. Units: `t` in epoch ms. */
  next(kind: string, t: number, record: JsonObject): string {
    const seq = this.#records;
    const text = canonicalJson(storable(record), this.#clean);
    // Keys in order; digests are not gone over, a short secret might be part of one.
    const line = `{"kind":${JSON.stringify(kind)},"prev":"${this.#head}","record":${text},"seq":${seq},"t":${t}}`;
    this.#records += 1;
    this.#head = digestOf(line);
    return line;
  }
}

/** Takes out of a text what must not be written down. */
export type Clean = (text: string) => string;

export function digestOf(line: string | Uint8Array): string {
  return hash('sha256', line);
}

/** JSON with sorted keys at every depth, so that equal records are equal bytes. */
export function canonicalJson(value: JsonValue, clean?: Clean): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'string') return clean === undefined ? inner : clean(inner);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}

/** A record that cannot be written is itself worth a record; losing it silently is not an option, throwing is none either. */
function storable(record: JsonObject): JsonObject {
  try {
    JSON.stringify(record);
    return record;
  } catch (error) {
    return { unserialisable: error instanceof Error ? error.message : String(error) };
  }
}
