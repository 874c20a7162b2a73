import { expect, test } from 'vitest';
import type { RunEvent } from '../contracts/events.ts';
import type { Decision, PolicyEngine } from '../contracts/policy.ts';
import { WaitTeller } from './wait-teller.ts';

function noAnswer(): never {
  throw new Error('nothing is sent here');
}

/** An engine that writes the given records while a call is under way. */
function engineOf(write: () => void): PolicyEngine {
  return {
    run: async (_operation, fn, { signal }) => {
      write();
      const request = 'file/r1#0';
      return await fn({ signal, request, attempt: 0, generation: 0, observe: noAnswer, progress: () => undefined });
    },
    flush: async () => undefined,
    close: async () => undefined,
  };
}

const operation = { dsp: 'd', scope: ['a'], op: 'file', opKey: 'file/r1', method: 'GET', idempotent: true };
const options = { signal: new AbortController().signal };

async function told(record: Decision, ...pipelines: readonly string[]): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const teller = new WaitTeller('run-1', (event) => events.push(event));
  const write = (): void => teller.take({ call: 'run-1/file/r1#0', scope: 'd/a', t: 1000, ...record });
  const innermost = engineOf(write);
  const nested = pipelines.reduceRight<() => Promise<unknown>>(
    (inner, pipeline, index) => () =>
      teller
        .engineOf(pipeline, index === pipelines.length - 1 ? innermost : engineOf(() => undefined))
        .run(operation, inner, options),
    async () => undefined,
  );
  await nested();
  write();
  return events;
}

const event = { type: 'policy', pipeline: 'p', op: 'file' };

test('a window that the DSP closed is told with its length while the call is under way, and not after', async () => {
  expect(await told({ k: 'hold', cause: 'hint', until: 301_000 }, 'p')).toEqual([
    { ...event, event: 'waiting', waitMs: 300_000, reason: 'the DSP asked for it' },
  ]);
});

test.each([
  [{ floor: 0, notBefore: 1250.4 }, 250, 'the last attempt failed'],
  [{ floor: 5000, notBefore: 6000 }, 5000, 'the DSP asked for it'],
])('a retry after %o is told', async (fields, waitMs, reason) => {
  expect(await told({ k: 'wait', ...fields }, 'p')).toEqual([{ ...event, event: 'retrying', waitMs, reason }]);
});

test('pipelines that make the same call at once are all told', async () => {
  const events = await told({ k: 'hold', cause: 'window', until: 2000 }, 'p', 'q');
  expect(events.map((told) => 'pipeline' in told && told.pipeline)).toEqual(['p', 'q']);
});

test.each([
  { k: 'hold', cause: 'slots', until: undefined },
  { k: 'admit', until: 2000 },
  { k: 'hold', cause: 'hint', until: 2000, scope: 'other/a' },
  { k: 'hold', cause: 'hint', until: 2000, call: 'run-2/file/r1#0' },
])('%o is no wait of this call', async (record) => {
  expect(await told(record, 'p')).toEqual([]);
});
