import type { ItemBatch, RejectedRow } from '../contracts/batch.ts';
import type { JsonValue } from '../contracts/json.ts';
import { type ItemField, itemFields } from '../contracts/line-item.ts';
import type { Finding, Judge, Severity } from '../contracts/validator.ts';

interface Tally {
  readonly message: string;
  readonly field: ItemField | null;
  readonly firstPlace: string;
  readonly severity: Severity;
  count: number;
}

/** Collects what validators say: rejections per batch, flags as counts over the whole document. */
export class Bench implements Judge {
  #batch: ItemBatch | undefined;
  #rejects: RejectedRow[] = [];
  readonly #flags = new Map<string, Tally>();

  /** Starts a batch; what was rejected in the last one must have been taken. */
  sit(batch: ItemBatch): void {
    this.#batch = batch;
    this.#rejects = [];
  }

  reject(index: number, code: string, field: ItemField | undefined, message: string): void {
    const batch = this.#batch;
    if (!batch || batch.alive[index] === 0) return;
    batch.alive[index] = 0;
    this.#rejects.push({
      stage: 'validate',
      code,
      ...(field === undefined ? {} : { path: field }),
      message,
      place: batch.place(index),
      raw: batch.raw(index),
      item: fieldsOf(batch, index),
      ...(batch.kept ? { row: batch.kept(index) } : {}),
    });
  }

  flag(index: number, code: string, field: ItemField | undefined, message: string): void {
    const key = keyOf(code, field, message);
    const known = this.#flags.get(key);
    if (known) {
      known.count += 1;
      return;
    }
    const firstPlace = `line ${this.#batch?.lines[index] ?? 0}`;
    this.#flags.set(key, { message, field: field ?? null, firstPlace, severity: 'warning', count: 1 });
  }

  /** A remark about the document as a whole; made again when a resumed reading starts over, so it counts once. */
  noteOnce(code: string, message: string, place: string, severity: Severity): void {
    const key = keyOf(code, undefined, message);
    if (!this.#flags.has(key)) this.#flags.set(key, { message, field: null, firstPlace: place, severity, count: 1 });
  }

  takeRejects(): readonly RejectedRow[] {
    return this.#rejects;
  }

  findings(): Finding[] {
    return [...this.#flags]
      .map(([key, { message, field, firstPlace, severity, count }]) => ({
        code: key.slice(0, key.indexOf('\n')),
        severity,
        message,
        ...(field === null ? {} : { field }),
        count,
        firstPlace,
      }))
      .sort((left, right) => (left.code + left.message < right.code + right.message ? -1 : 1));
  }

  snapshot(): JsonValue {
    return [...this.#flags].map(([key, tally]) => [key, { ...tally }]);
  }

  restore(snapshot: JsonValue): void {
    this.#flags.clear();
    for (const [key, tally] of snapshot as readonly (readonly [string, Tally])[]) this.#flags.set(key, { ...tally });
  }
}

function keyOf(code: string, field: ItemField | undefined, message: string): string {
  return `${code}\n${field ?? ''}\n${message}`;
}

/** The mapped cells of a row. */
export function fieldsOf(batch: ItemBatch, index: number): Partial<Record<ItemField, string>> {
  const item: Partial<Record<ItemField, string>> = {};
  for (const field of itemFields) {
    const value = batch.text(field, index);
    if (value !== undefined) item[field] = value;
  }
  return item;
}
