import type { Decision } from '@ledgerline/core';
import { numberOf, textOf } from './run-audit.ts';
import type { GateLane, GateSpan } from './run-report.ts';

/** Scopes and spans told one by one. */
const toldLanes = 10;
const toldSpans = 100;

interface Open {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly cause: string;
}

/** Follows the gates of a run: from the record that closed a scope to calls until the one that let a call in again. */
export class GateRecord {
  readonly #spans = new Map<string, GateSpan[]>();
  readonly #open = new Map<string, Open>();

  take(record: Decision): void {
    if (record.k !== 'gate') return;
    const [scope, t] = [textOf(record, 'scope'), numberOf(record, 't')];
    const open = this.#open.get(scope);
    if (textOf(record, 'to') === 'Open') {
      const untilMs = Math.max(numberOf(record, 'until'), open?.untilMs ?? 0);
      this.#open.set(scope, open ? { ...open, untilMs } : { fromMs: t, untilMs, cause: textOf(record, 'cause') });
    } else if (open) {
      this.#open.delete(scope);
      this.#add(scope, { fromMs: open.fromMs, toMs: t, cause: open.cause });
    }
  }

  #add(scope: string, span: GateSpan): void {
    const spans = this.#spans.get(scope) ?? [];
    this.#spans.set(scope, spans);
    spans.push(span);
  }

  /** A gate that nobody opened again was closed to the end of the run, or as long as it was said. */
  lanes(endMs: number): { readonly gates: readonly GateLane[]; readonly moreGates: number } {
    for (const [scope, { fromMs, untilMs, cause }] of this.#open)
      this.#add(scope, { fromMs, toMs: Math.max(fromMs, Math.min(untilMs, endMs)), cause });
    this.#open.clear();
    const lanes = [...this.#spans].map(([scope, spans]) => ({
      scope,
      closedMs: spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
      spans: spans.slice(0, toldSpans),
      moreSpans: Math.max(0, spans.length - toldSpans),
    }));
    lanes.sort((left, right) => right.closedMs - left.closedMs || (left.scope < right.scope ? -1 : 1));
    return { gates: lanes.slice(0, toldLanes), moreGates: Math.max(0, lanes.length - toldLanes) };
  }
}
