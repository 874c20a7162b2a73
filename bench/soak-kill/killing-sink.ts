// The lake as the command opens it, with a hook at every named step: it writes a trace, and dies where the environment says.
import { appendFileSync } from 'node:fs';
import { type BytesTransaction, defineSink, type JsonValue } from '@ledgerline/core';
import { config } from '../../packages/sink-filesystem/src/config.ts';
import { openLake } from '../../packages/sink-filesystem/src/open-lake.ts';
import type { StepName } from '../../packages/sink-filesystem/src/steps.ts';
import { parseMoment, type TraceEntry, variables } from './protocol.ts';

const { [variables.trace]: trace, [variables.killAt]: killAt, [variables.stopAt]: stopAt } = process.env;
const sameNames = process.env[variables.sameNames] !== undefined;
const moments = { SIGKILL: parseMoment(killAt), SIGINT: parseMoment(stopAt) };
const seen = new Map<StepName, number>();

function note(entry: Omit<TraceEntry, 'pid' | 'atNs'>): void {
  const full: TraceEntry = { pid: process.pid, atNs: `${process.hrtime.bigint()}`, ...entry };
  if (trace !== undefined) appendFileSync(trace, `${JSON.stringify(full)}\n`);
}

function step(name: StepName): void {
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  note({ step: name });
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const moment = moments[signal];
    if (moment?.step !== name || moment.occurrence !== count) continue;
    process.kill(process.pid, signal);
    // The kernel needs a moment to end all threads; this one must do nothing more meanwhile.
    while (signal === 'SIGKILL');
  }
}

/** How many records a checkpoint of the pipeline stands for. */
function recordsOf(state: JsonValue | undefined): number {
  const { reading } = (state ?? {}) as { readonly reading?: { readonly counts: readonly number[] } };
  return reading?.counts[0] ?? 0;
}

/** Follows how far the rows have come. */
function watched(transaction: BytesTransaction): BytesTransaction {
  const base = recordsOf(transaction.resumed);
  let rows = 0;
  note({ resumedAt: base });
  return {
    ...(transaction.resumed === undefined ? {} : { resumed: transaction.resumed }),
    append(partition, bytes, count) {
      rows += count;
      note({ rows: base + rows });
      return transaction.append(partition, bytes, count);
    },
    reject(letters) {
      rows += letters.length;
      return transaction.reject(letters);
    },
    async checkpoint(state) {
      await transaction.checkpoint(state);
      note({ checkpointAt: recordsOf(state) });
    },
    commit: (draft) => transaction.commit(sameNames ? { ...draft, revision: 'f'.repeat(64) } : draft),
    suspend: () => transaction.suspend(),
    abandon: () => transaction.abandon(),
  };
}

export default defineSink({
  name: 'killing',
  version: '0.1.0',
  summary: 'The lake on a disk, in a process that is killed.',
  config,
  async open(settings, context) {
    const lake = await openLake(settings, context, { step });
    if (lake.accepts !== 'bytes') throw new Error('the lake takes bytes');
    return { ...lake, begin: async (identity) => watched(await lake.begin(identity)) };
  },
});
