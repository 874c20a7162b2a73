import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { scene } from '../../test/policy-scene.ts';
import type { Decision } from '../contracts/policy.ts';
import { encodeDecision } from './decision-log.ts';
import { propertyRuns, propertyTimeoutMs } from './property-runs.ts';
import { replay } from './replay.ts';

vi.setConfig({ testTimeout: propertyTimeoutMs });

const failure = (code: string) =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code }) });

const answers = fc.array(
  fc.record({
    status: fc.constantFrom(200, 200, 200, 401, 404, 429, 503, 500, 202, 0, -1),
    seconds: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
    afterMs: fc.integer({ min: 1, max: 40 }).map((ms) => ms * 25),
  }),
  { minLength: 1, maxLength: 30 },
);
const plan = fc.record({
  answers,
  starts: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 10 }),
  stops: fc.array(fc.option(fc.integer({ min: 0, max: 4000 }), { nil: undefined }), { maxLength: 4 }),
});

/** Runs a plan: callers that start and stop at their times, answers in the order of the sends. */
async function record(of: typeof plan extends fc.Arbitrary<infer Plan> ? Plan : never): Promise<Decision[]> {
  const { clock, call, records } = scene(
    (n) => {
      const { status, seconds, afterMs } = of.answers[n - 1] ?? { status: 200, seconds: undefined, afterMs: 5 };
      if (status === 0) return failure('ECONNRESET');
      if (status === -1) return new RangeError('a bug');
      return { status, afterMs, ...(seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }) };
    },
    {
      budget: { ratio: 1, floorPerSec: 5 },
      rate: [{ id: 'b', kind: 'bucket', ratePerSec: 5, burst: 3, source: 'test' }],
    },
  );
  const calls = of.starts.map(async (start, index) => {
    const stop = new AbortController();
    const stopAt = of.stops[index];
    if (stopAt !== undefined) clock.timer(start * 50 + stopAt, () => stop.abort());
    await clock.sleepUntil(start * 50);
    await call({ opKey: `k${index % 3}`, scope: ['account', index % 2 === 0 ? 'a' : 'b'] }, stop.signal).catch(
      () => {},
    );
  });
  await clock.run(Promise.all(calls));
  return records;
}

test('a log replayed on a fresh engine gives the same bytes, and the same run gives the same log', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (of) => {
      const records = await record(of);
      const result = await replay(records.map((line) => JSON.parse(encodeDecision(line))));
      expect(result).toEqual({ identical: true, records: records.length });
      const hash = (log: readonly Decision[]) =>
        createHash('sha256').update(log.map(encodeDecision).join('\n')).digest('hex');
      expect(hash(await record(of))).toBe(hash(records));
    }),
    { numRuns: propertyRuns },
  );
});

test('a log that was tampered with is found out at the first record that differs', async () => {
  const records = await record({ answers: [{ status: 500, seconds: undefined, afterMs: 25 }], starts: [0], stops: [] });
  const seq = records.findIndex((line) => line.k === 'wait');
  const forged = records.map((line, index) => (index === seq ? { ...line, backoff: 1 } : line));
  const result = await replay(forged);
  expect(result).toMatchObject({ identical: false, seq });
});

test('records hold integers, sorted keys, and no body, credential or query', async () => {
  const { clock, call, records } = scene(() => ({
    status: 403,
    body: '{"secret":"hunter2"}',
    headers: { 'set-cookie': 'hunter2', 'retry-after': '1', date: 'x'.repeat(1000) },
  }));
  await clock.run(call().catch(() => {}));
  const text = records.map(encodeDecision).join('\n');
  expect(text).not.toContain('hunter2');
  expect(text).not.toContain('x'.repeat(257));
  for (const line of records) {
    expect(Object.keys(JSON.parse(encodeDecision(line)))).toEqual(Object.keys(line).sort());
    for (const value of Object.values(line)) if (typeof value === 'number') expect(Number.isInteger(value)).toBe(true);
  }
});
