import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../contracts/json.ts';

/** What the first record names as its predecessor. */
export const chainStart = '0'.repeat(64);

/** Where a chain stands: the next record's number and the digest of the last line. */
export interface ChainEnd {
  readonly seq: number;
  /** SHA-256 (hex) of the last line without its line break. */
  readonly head: string;
}

/** Grows a chain of audit lines; each names the digest of the one before. */
export class AuditChain {
  #seq: number;
  #head: string;

  constructor(end: ChainEnd = { seq: 0, head: chainStart }) {
    this.#seq = end.seq;
    this.#head = end.head;
  }

  get head(): string {
    return this.#head;
  }

  /** Makes the next line, without its line break. Units: `t` in epoch ms. */
  next(kind: string, t: number, record: JsonObject): string {
    const line = canonicalJson({ kind, prev: this.#head, record: storable(record), seq: this.#seq, t });
    this.#seq += 1;
    this.#head = digestOf(line);
    return line;
  }
}

export function digestOf(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

/** JSON with sorted keys at every depth, so that equal records are equal bytes. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_, inner: unknown) => {
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
