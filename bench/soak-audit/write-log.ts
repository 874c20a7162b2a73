import type { JsonObject } from '@ledgerline/core';
import { createAuditLog } from '@ledgerline/core/runtime';

/** A seeded stream of whole numbers below a bound. */
export type Draw = (bound: number) => number;

/** mulberry32: small, seeded, good enough to choose places. */
export function draws(seed: number): Draw {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

/** Where a log stood, as its run closed it. */
export interface WrittenLog {
  readonly records: number;
  readonly head: string;
}

/** Writes a log as runs write theirs: decisions above all, among them reports, rejections and commits. */
export async function writeLog(file: string, records: number, draw: Draw): Promise<WrittenLog> {
  const audit = createAuditLog({ file, clock: { wall: () => 1_772_668_800_000 + draw(1_000_000) } });
  for (let index = 0; index < records; index += 1) {
    const [kind, record] = recordOf(index, draw);
    audit.append(kind, record);
    if (index % 10_000 === 9_999) await audit.flush();
  }
  await audit.close();
  return audit.end;
}

function recordOf(index: number, draw: Draw): readonly [string, JsonObject] {
  const sync = draw(1_000_000).toString(16);
  if (index === 0) return ['run.started', { run: 'r', command: 'run', pipelines: ['a'], plugins: [], config: sync }];
  if (index % 50 === 0) return ['rows.rejected', { sync, count: 3, rows: [{ code: 'ISRC_INVALID', lines: '2-4' }] }];
  if (index % 97 === 0)
    return ['sync.committed', { sync, revision: sync.repeat(8), sequence: draw(9), files: draw(99) }];
  const call = `r/day/v1/streams/2026/03/${draw(28) + 1}/DE#${index}`;
  const scope = 'spotify/credential/streams';
  const facts = { call, scope, seq: index, t: index * 7, thr: 0, v: 1 };
  const kinds: readonly JsonObject[] = [
    { ...facts, k: 'call', deadline: 900_000, dsp: 'spotify', idempotent: true, op: 'day', path: ['credential'], sync },
    { ...facts, k: 'admit', att: 0, gen: 0, inFlight: draw(8), limit: 8, queued: false },
    {
      ...facts,
      k: 'evidence',
      att: 0,
      headers: { date: 'Thu, 05 Mar 2026 00:00:00 GMT' },
      status: 200,
      wall: draw(1e9),
    },
    { ...facts, k: 'verdict', att: 0, reason: 'ok', rule: 'success', verdict: 'deliver' },
    { ...facts, k: 'end', att: 0, bytes: draw(1e6), how: 'value', wall: draw(1e9) },
    { ...facts, k: 'settle', attempts: 1, outcome: 'delivered', throttles: 0 },
  ];
  return ['policy', kinds[index % kinds.length] ?? facts];
}
