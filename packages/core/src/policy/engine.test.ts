import { describe, expect, test } from 'vitest';
import { scene } from '../../test/policy-scene.ts';
import type { AttemptContext } from '../contracts/policy.ts';

const never = new AbortController().signal;
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it was expected to fail'),
    (error: unknown) => error,
  );
const failure = (code: string) =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code }) });
/** The 404 of a report that is not there yet, and other special rules. */
const profile = {
  ...{ id: 'p', version: 1, hosts: [], scopes: ['credential', 'class'], hints: [], idempotentOps: [], policy: {} },
  auth: { refreshOn: [401] },
  quotaReset: { zone: 'America/Los_Angeles' },
  classify: [
    { id: 'early', when: { status: { equals: 404 } }, verdict: 'defer', reason: 'not-ready', hintFrom: 'availability' },
    {
      id: 'day',
      when: { json: { path: 'q', value: { equals: 'day' } } },
      verdict: 'defer',
      reason: 'daily quota',
      hintFrom: 'quotaReset',
      scope: 'credential',
    },
    {
      id: 'minute',
      when: { json: { path: 'q', value: { equals: 'minute' } } },
      verdict: 'throttle',
      reason: 'minute quota',
      assumedHintMs: 60_000,
    },
    { id: 'url', when: { status: { equals: 400 } }, verdict: 'reissue', reason: 'signed URL lapsed' },
    { id: 'gone', when: { status: { equals: 410 } }, verdict: 'give-up', reason: 'gone' },
  ],
} as const;

describe('the engine', () => {
  test('sends an answered call once and leaves nothing behind', async () => {
    const { clock, call, sends, records } = scene(() => ({ status: 200 }));
    await expect(clock.run(call())).resolves.toBe(200);
    expect(sends).toEqual([0]);
    const kinds = ['header', 'dsp', 'call', 'admit', 'evidence', 'verdict', 'end', 'settle'];
    expect(records.map((record) => record.k)).toEqual(kinds);
    expect(clock.pending).toBe(0);
  });

  test('waits out hinted throttles at the gate; they cost no attempt', async () => {
    const { clock, call, sends, engine } = scene(
      (n) => (n < 4 ? { status: 429, headers: { 'retry-after': '3' } } : { status: 200 }),
      { retry: { maxAttempts: 1 } },
    );
    await clock.run(call());
    expect(sends).toHaveLength(4);
    for (let i = 1; i < sends.length; i += 1) expect(sends[i]! - sends[i - 1]!).toBeGreaterThanOrEqual(3020);
    expect(engine.view('dsp/account')).toMatchObject({ state: 'Closed', k: 0, limit: 2 });
  });

  test('defers a hint too long to wait for at once, and says when to come back', async () => {
    const { clock, call, sends } = scene(() => ({ status: 429, headers: { 'retry-after': '3000000' } }));
    const error = await clock.run(caught(call()));
    expect(error).toMatchObject({
      ...{ code: 'RATE_LIMITED', disposition: 'defer' },
      details: { reason: 'max-wait: hint', scope: 'dsp/account', status: 429 },
    });
    expect(String(error)).toMatch(/"list" \(list\/1\): dsp answered 429 .* first run after 2026-02-0/);
    expect(sends).toEqual([0]);
    await clock.advance(2_999_000_000);
    expect(await clock.run(caught(call({ opKey: 'other' })))).toMatchObject({ disposition: 'defer' });
    expect(sends).toEqual([0]);
    await clock.run(clock.advance(1_000_000).then(() => caught(call())));
    expect(sends[1]).toBeGreaterThanOrEqual(3_000_000_020);
  });

  test('retries transient failures to the last attempt, each within its backoff', async () => {
    const { clock, call, sends } = scene(() => ({ status: 500 }), {
      retry: { maxAttempts: 4, baseMs: 100, maxMs: 400 },
    });
    const error = await clock.run(caught(call()));
    expect(sends).toHaveLength(4);
    sends.slice(1).forEach((at, n) => {
      expect(at - sends[n]! - 20).toBeLessThan(Math.min(400, 100 * 2 ** n));
    });
    expect(error).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      disposition: 'abort',
      details: { reason: 'attempts', attempts: 4 },
    });
    expect(String(error)).toContain('dsp answered 500 after 4 attempts');
  });

  test('honours the floor of an answer that closes nothing, and starts the backoff anew after it', async () => {
    const { clock, call, sends, engine } = scene((n) =>
      n === 1 ? { status: 500, headers: { 'retry-after': '7' } } : { status: 200 },
    );
    await clock.run(call());
    expect(sends[1]! - 20).toBeGreaterThanOrEqual(7000);
    expect(sends[1]! - 20).toBeLessThanOrEqual(7700);
    expect(engine.view('dsp/account')).toMatchObject({ state: 'Closed', generation: 0 });
  });

  test('an abort settles within one microtask turn in every phase, and nothing is sent after it', async () => {
    const phases = [
      { status: 200, afterMs: 5000 },
      { status: 429, headers: { 'retry-after': '60' } },
      { status: 500, headers: { 'retry-after': '60' } },
    ];
    for (const phase of phases) {
      const { clock, call, sends, engine } = scene(() => phase);
      const stop = new AbortController();
      let outcome = '';
      call({}, stop.signal).catch((error: Error) => {
        outcome = error.name;
      });
      await clock.advance(1000);
      stop.abort();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
      expect(outcome).toBe('CancelledError');
      await clock.advance(200_000);
      expect(sends).toHaveLength(1);
      expect(engine.waiting).toBe(0);
      expect(clock.pending).toBe(0);
      expect(engine.view('dsp/account')).toMatchObject({ inFlight: 0, leases: 0 });
    }
    const aborted = scene(() => ({ status: 200 }));
    await expect(aborted.call({}, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(aborted.sends).toEqual([]);
  });

  test('an attempt that never ends is cut off at its limit and tried again', async () => {
    const { clock, call, sends } = scene((n) => ({ status: 200, afterMs: n === 1 ? 1e9 : 10 }), {
      timeout: { attemptMs: 500 },
    });
    using _installed = clock.install();
    await expect(clock.run(call())).resolves.toBe(200);
    expect(sends).toHaveLength(2);
    expect(sends[1]).toBeGreaterThanOrEqual(500);
  });

  test('defers rather than sleeping into the deadline', async () => {
    const { clock, call, sends } = scene(() => ({ status: 500, headers: { 'retry-after': '50' } }), {
      deadlineMs: 50_000,
    });
    const error = await clock.run(caught(call()));
    expect(error).toMatchObject({ disposition: 'defer', details: { reason: 'deadline' } });
    expect(sends).toHaveLength(1);
    expect(clock.mono()).toBe(20);
  });

  test('replays a refused credential once, then ends with AuthError', async () => {
    const { clock, call, sends } = scene(() => ({ status: 401 }));
    expect(await clock.run(caught(call()))).toMatchObject({ code: 'AUTH_REJECTED', disposition: 'abort' });
    expect(sends).toEqual([0, 20]);
  });

  test('repeats what is not idempotent only when it was surely not processed', async () => {
    const post = { method: 'POST', idempotent: false };
    const of = async (answer: Parameters<typeof scene>[0]) => {
      const { clock, call, sends } = scene(answer, {}, {}, profile);
      const error: unknown = await clock.run(call(post).catch((reason: unknown) => reason));
      return { error, sends: sends.length };
    };
    const ambiguous = {
      sends: 1,
      error: { disposition: 'abort', details: { reason: expect.stringContaining('ambiguous') } },
    };
    expect(await of(() => ({ status: 500 }))).toMatchObject(ambiguous);
    expect(await of(() => ({ status: 503 }))).toMatchObject(ambiguous);
    expect(await of(() => failure('ECONNRESET'))).toMatchObject(ambiguous);
    const again = { sends: 2, error: 200 };
    expect(await of((n) => (n === 1 ? { status: 429 } : { status: 200 }))).toMatchObject(again);
    expect(
      await of((n) => (n === 1 ? { status: 503, headers: { 'retry-after': '1' } } : { status: 200 })),
    ).toMatchObject(again);
    expect(await of((n) => (n === 1 ? failure('ECONNREFUSED') : { status: 200 }))).toMatchObject(again);
  });

  test('parks, assumes, reissues and gives up as the profile says', async () => {
    const of = async (status: number, body?: string) => {
      const { clock, call, sends, engine } = scene(
        (n) => (n === 1 ? { status, ...(body && { body }) } : { status: 200 }),
        {},
        {},
        profile,
      );
      const outcome: unknown = await clock.run(call().catch((reason: unknown) => reason));
      return { outcome, sends, gate: engine.view('dsp/account') };
    };
    expect((await of(404)).outcome).toMatchObject({
      code: 'REPORT_NOT_READY',
      details: { retryAt: null, reason: 'not-ready' },
    });
    const day = await of(429, '{"q":"day"}');
    expect(day.outcome).toMatchObject({ code: 'RATE_LIMITED', details: { retryAt: Date.UTC(2026, 0, 1, 8) } });
    expect(day.gate).toMatchObject({ state: 'Open' });
    expect((await of(403, '{"q":"minute"}')).sends[1]).toBeGreaterThanOrEqual(60_020);
    expect((await of(400)).outcome).toBe(200);
    expect((await of(410)).outcome).toMatchObject({ code: 'REPORT_GONE', disposition: 'abort' });
  });

  test('a body that breaks off is resumed while it makes progress, and given up when it makes none', async () => {
    const run = async (bytesOf: (send: number) => number, range: (send: number) => Record<string, string>) => {
      const { clock, engine } = scene(() => ({ status: 200 }), { retry: { maxResumes: 3 } });
      let sends = 0;
      const fn = async (attempt: AttemptContext) => {
        sends += 1;
        attempt.observe({ status: 206, headers: range(sends), receivedAt: clock.mono() });
        attempt.progress(bytesOf(sends));
        if (sends === 12) return 'whole';
        throw failure('UND_ERR_SOCKET');
      };
      const operation = { dsp: 'd', scope: [], op: 'get', opKey: 'k', method: 'GET', idempotent: true };
      const outcome: unknown = await clock.run(
        engine.run(operation, fn, { signal: never }).catch((error: unknown) => error),
      );
      return { outcome, sends };
    };
    const step = 300 * 1024;
    const from = (send: number) => ({ 'content-range': `bytes ${(send - 1) * step}-9999999/10000000` });
    expect(await run(() => step, from)).toEqual({ outcome: 'whole', sends: 12 });
    expect(
      await run(
        () => 10,
        () => ({}),
      ),
    ).toMatchObject({ sends: 4, outcome: { details: { reason: 'resumes' } } });
    expect(
      await run(
        () => step,
        () => ({}),
      ),
    ).toMatchObject({ outcome: { details: { reason: 'resumes' } } });
  });

  test('what is no answer and no failure of the transport is rethrown unchanged and votes for nothing', async () => {
    const bug = new RangeError('a bug');
    const { clock, call, engine } = scene(() => bug);
    expect(await clock.run(caught(call()))).toBe(bug);
    expect(engine.view('dsp')).toMatchObject({ generation: 0, inFlight: 0, limit: 2 });
  });

  test('a listener or a sink that throws changes no outcome', async () => {
    const errors: unknown[] = [];
    const sink = () => {
      throw new Error('sink');
    };
    const { clock, call, engine } = scene(
      () => ({ status: 200 }),
      {},
      { sink, onListenerError: (error) => errors.push(error) },
    );
    engine.events.onSuccess(() => {
      throw new Error('listener');
    });
    await expect(clock.run(call())).resolves.toBe(200);
    expect(errors).toContainEqual(new Error('listener'));
    expect(errors).toContainEqual(new Error('sink'));
  });

  test('more pending calls than allowed fail at once and may be tried again', async () => {
    const { clock, call } = scene(() => ({ status: 200 }), { concurrency: { max: 1, maxPending: 2 } });
    const calls = [call(), call(), call()];
    const outcomes = await clock.run(Promise.allSettled(calls));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(outcomes[2]).toMatchObject({ reason: { disposition: 'retry', details: { reason: 'pending' } } });
  });

  test('with admission reject, a full gate answers at once', async () => {
    const { clock, call } = scene(() => ({ status: 200 }), { concurrency: { max: 1 }, admission: 'reject' });
    const [first, second] = await clock.run(Promise.allSettled([call(), call()]));
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ reason: { disposition: 'defer', details: { reason: 'rejected: slots' } } });
  });
});
