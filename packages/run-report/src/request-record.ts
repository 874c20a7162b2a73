import type { AuditRecord, Decision } from '@ledgerline/core';
import { PolicyFigures } from '@ledgerline/core/runtime';
import { GateRecord } from './gate-record.ts';
import { numberOf, textOf } from './run-audit.ts';
import type { Detour, Requests, SendBucket, WaitFigures } from './run-report.ts';

/** Kinds of detours told one by one. */
const toldDetours = 15;
/** Columns of the timeline. */
const buckets = 60;

/** Verdicts after which a request simply goes on. */
const straight = new Set(['deliver', 'ok']);

/** Takes the policy engine's records of a run one by one and tells how requests fared. */
export class RequestRecord {
  readonly #figures = new PolicyFigures();
  readonly #gates = new GateRecord();
  readonly #detours = new Map<string, { -readonly [Key in keyof Detour]: Detour[Key] }>();
  readonly #ops = new Map<string, string>();
  readonly #sends: { readonly atMs: number; readonly isAgain: boolean }[] = [];
  readonly #throttledMs: number[] = [];
  readonly #waits = { count: 0, totalMs: 0, longestMs: 0 };
  #wallStartMs: number | undefined;
  #lastMs = 0;

  take({ kind, record }: AuditRecord): void {
    const k = textOf(record, 'k');
    if (kind !== 'policy' || k === '') return;
    const decision: Decision = { ...record, k };
    this.#figures.take(decision);
    this.#gates.take(decision);
    const atMs = numberOf(decision, 't');
    this.#lastMs = Math.max(this.#lastMs, atMs);
    if (k === 'header') this.#wallStartMs ??= numberOf(decision, 'wallStart');
    else if (k === 'call') this.#ops.set(textOf(decision, 'call'), textOf(decision, 'op'));
    else if (k === 'settle') this.#ops.delete(textOf(decision, 'call'));
    else if (k === 'admit')
      this.#sends.push({ atMs, isAgain: numberOf(decision, 'att') + numberOf(decision, 'thr') > 0 });
    else if (k === 'wait') this.#wait(numberOf(decision, 'backoff') + numberOf(decision, 'spread'));
    else if (k === 'verdict') this.#verdict(decision, atMs);
  }

  #wait(ms: number): void {
    this.#waits.count += 1;
    this.#waits.totalMs += ms;
    this.#waits.longestMs = Math.max(this.#waits.longestMs, ms);
  }

  #verdict(record: Decision, atMs: number): void {
    const verdict = textOf(record, 'verdict');
    if (straight.has(verdict)) return;
    if (verdict === 'throttle') this.#throttledMs.push(atMs);
    const [dsp = ''] = textOf(record, 'scope').split('/');
    const op = this.#ops.get(textOf(record, 'call')) ?? '';
    const reason = textOf(record, 'reason');
    const key = JSON.stringify([dsp, op, verdict, reason]);
    const detour = this.#detours.get(key) ?? { dsp, op, verdict, reason, count: 0 };
    this.#detours.set(key, detour);
    detour.count += 1;
  }

  /** Undefined where no request was ever decided about. */
  facts(): Requests | undefined {
    if (this.#wallStartMs === undefined) return undefined;
    const detours = [...this.#detours.values()].sort((left, right) => right.count - left.count);
    const durationMs = Math.max(1, this.#lastMs);
    const bucketMs = Math.ceil(durationMs / buckets);
    return {
      byDsp: this.#figures.byDsp(),
      detours: detours.slice(0, toldDetours),
      moreDetours: Math.max(0, detours.length - toldDetours),
      waits: { ...this.#waits } satisfies WaitFigures,
      timeline: {
        ...{ startAt: new Date(this.#wallStartMs).toISOString(), durationMs, bucketMs },
        sends: this.#sendBuckets(durationMs, bucketMs),
        ...this.#gates.lanes(durationMs),
      },
    };
  }

  #sendBuckets(durationMs: number, bucketMs: number): SendBucket[] {
    const counts = Array.from({ length: Math.floor(durationMs / bucketMs) + 1 }, (_, index) => ({
      ...{ fromMs: index * bucketMs, first: 0, again: 0, throttled: 0 },
    }));
    for (const { atMs, isAgain } of this.#sends) {
      const bucket = counts[Math.floor(atMs / bucketMs)];
      if (bucket) bucket[isAgain ? 'again' : 'first'] += 1;
    }
    for (const atMs of this.#throttledMs) {
      const bucket = counts[Math.floor(atMs / bucketMs)];
      if (bucket) bucket.throttled += 1;
    }
    return counts;
  }
}
