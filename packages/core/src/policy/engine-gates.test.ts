import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type Scripted, scene } from '../../test/policy-scene.ts';
import { propertyRuns, propertyTimeoutMs } from './property-runs.ts';

vi.setConfig({ testTimeout: propertyTimeoutMs });

const many = (count: number, call: (part: { opKey: string }) => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, (_, i) => call({ opKey: `k${i}` })));

/** How many sends were in flight at each send, counting itself. */
function concurrency(sends: readonly number[], durationMs: number): number[] {
  return sends.map((at) => sends.filter((other) => other <= at && other + durationMs > at).length);
}

describe('many calls at one gate', () => {
  test('after a window one probe goes, then 2, 4, 8; nothing is sent inside the window', async () => {
    const { clock, call, sends } = scene(
      (_n, at) => (at < 600 ? { status: 429, headers: { 'retry-after-ms': String(600 - at - 20) } } : { status: 200 }),
      { concurrency: { max: 500 }, retryAfter: { spread: { ratio: 0 } } },
      {},
      {
        ...{ id: 'p', version: 1, hosts: [], scopes: ['credential'], classify: [], idempotentOps: [], policy: {} },
        ...{ auth: { refreshOn: [] }, hints: [{ header: 'retry-after-ms', format: 'milliseconds' }] },
      },
    );
    await clock.run(many(50, call));
    const early = sends.filter((at) => at < 600);
    expect(early).toHaveLength(2);
    expect(sends.length).toBe(52);
    const rounds = [
      ...Map.groupBy(
        sends.filter((at) => at >= 600),
        (at) => at,
      ).values(),
    ].map((round) => round.length);
    expect(rounds.slice(0, 4)).toEqual([1, 2, 4, 8]);
  });

  test('a hung probe is replaced after its lease and one opening', async () => {
    const { clock, call, sends, engine } = scene(
      (n) =>
        n <= 2 ? { status: 429, headers: { 'retry-after': '1' } } : { status: 200, afterMs: n === 3 ? 100_000 : 20 },
      { breaker: { openBaseMs: 500, openMaxMs: 500 }, timeout: { attemptMs: 3_600_000 }, deadlineMs: 7_200_000 },
    );
    const done = many(10, call);
    await clock.advance(60_000);
    expect(sends[3]! - sends[2]!).toBeGreaterThanOrEqual(35_500);
    expect(sends[3]! - sends[2]!).toBeLessThanOrEqual(36_000);
    await clock.run(done);
    expect(engine.view('dsp/account')).toMatchObject({ inFlight: 0, leases: 0 });
  });

  test('a later, longer hint extends the window for those who wait, and defers whom it makes hopeless', async () => {
    const headers = ['2', '5000'];
    const { clock, call, sends } = scene((n) => ({
      status: 429,
      headers: { 'retry-after': headers[n - 1] ?? '1' },
      afterMs: n * 30,
    }));
    const outcomes = await clock.run(Promise.allSettled(Array.from({ length: 6 }, (_, i) => call({ opKey: `k${i}` }))));
    expect(sends).toHaveLength(2);
    expect(clock.mono()).toBe(60);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { details: { reason: 'max-wait: hint' } } });
  });

  test('bursts of unhinted throttles brake once, and never exceed the limit in flight', async () => {
    const { clock, call, sends } = scene((n) => (n > 20 && n <= 60 ? { status: 429 } : { status: 200 }), {
      concurrency: { max: 16 },
      retry: { baseMs: 10, maxMs: 100, maxThrottles: 1000 },
      breaker: { openBaseMs: 100, openMaxMs: 100 },
    });
    await clock.run(many(200, call));
    expect(Math.max(...concurrency(sends, 20))).toBeLessThanOrEqual(16);
    expect(sends).toHaveLength(240);
  });

  test('rate windows hold whatever else happens, and first come is first served', async () => {
    const { clock, call, sends, records } = scene(() => ({ status: 200 }), {
      concurrency: { max: 50 },
      breaker: { ramp: { start: 50 } },
      rate: [{ id: 'w', kind: 'sliding', limit: 5, perMs: 1000, scope: 'credential', source: 'test' }],
    });
    await clock.run(many(23, call));
    sends.forEach((at, i) => {
      if (i >= 5) expect(at - sends[i - 5]!).toBeGreaterThanOrEqual(1000);
    });
    const admitted = records.filter((record) => record.k === 'admit').map((record) => record.call);
    expect(admitted).toEqual(Array.from({ length: 23 }, (_, i) => `run/k${i}#0`));
  });

  test('failures of one endpoint class block that class and no other', async () => {
    const { clock, call, engine } = scene(() => ({ status: 500 }), {
      retry: { maxAttempts: 1 },
      breaker: { threshold: 3 },
    });
    await clock.run(Promise.allSettled([1, 2, 3].map((i) => call({ opKey: `k${i}` }))));
    expect(engine.view('dsp/account/reports')).toMatchObject({ state: 'Open', k: 1, cause: 'failures' });
    expect(engine.view('dsp/account')).toMatchObject({ state: 'Closed' });
    expect(engine.view('dsp/account/other')).toMatchObject({ state: 'Closed' });
  });

  test('an isolated scope sends nothing until the last handle is released', async () => {
    const { clock, call, sends, engine } = scene(() => ({ status: 200 }));
    const handles = [engine.isolate('dsp/account', 'a'), engine.isolate('dsp/account', 'b')];
    const done = call();
    await clock.advance(10_000);
    handles[0]?.[Symbol.dispose]();
    await clock.advance(10_000);
    expect(sends).toEqual([]);
    handles[1]?.[Symbol.dispose]();
    await clock.run(done);
    expect(sends).toEqual([20_000]);
  });

  test('no send is ever earlier than the server asked, whatever it asks, and none is lost', async () => {
    const answers = fc.array(
      fc.record({
        status: fc.constantFrom(200, 200, 429, 503, 500, 408),
        seconds: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
        afterMs: fc.integer({ min: 1, max: 3000 }),
      }),
      { minLength: 1, maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(answers, fc.integer({ min: 1, max: 8 }), async (script, callers) => {
        const closed: { readonly from: number; readonly until: number }[] = [];
        const { clock, call, sends, engine } = scene((n, at): Scripted => {
          const { status, seconds, afterMs } = script[n - 1] ?? { status: 200, seconds: undefined, afterMs: 5 };
          if (seconds !== undefined && (status === 429 || status === 503)) {
            closed.push({ from: at + afterMs, until: at + afterMs + seconds * 1000 });
          }
          return { status, afterMs, ...(seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }) };
        });
        await clock.run(Promise.allSettled(Array.from({ length: callers }, (_, i) => call({ opKey: `k${i}` }))));
        for (const at of sends) for (const { from, until } of closed) expect(at > from && at < until).toBe(false);
        expect(engine.waiting).toBe(0);
        expect(engine.views().every((view) => view.inFlight === 0)).toBe(true);
        expect(clock.pending).toBe(0);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('attempts never exceed maxAttempts, whatever the number of holds', async () => {
    const statuses = fc.array(fc.constantFrom(429, 500, 502, 503), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(statuses, fc.integer({ min: 1, max: 5 }), async (script, maxAttempts) => {
        const { clock, call, sends } = scene((n) => ({ status: script[n - 1] ?? 200 }), {
          retry: { maxAttempts, baseMs: 10, maxMs: 50 },
          breaker: { openBaseMs: 100, openMaxMs: 200 },
          budget: { ratio: 1, floorPerSec: 100 },
        });
        await clock.run(call().catch(() => {}));
        const failed = sends.filter((_, i) => [500, 502].includes(script[i] ?? 200)).length;
        expect(failed).toBeLessThanOrEqual(maxAttempts);
      }),
      { numRuns: propertyRuns },
    );
  });
});
