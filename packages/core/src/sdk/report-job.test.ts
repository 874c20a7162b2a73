import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpReply, HttpRequest } from '../contracts/http.ts';
import type { Logger } from '../contracts/logger.ts';
import { UpstreamError } from '../errors/leaves.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { type JobState, jobState } from './job-state.ts';
import { replyOf, serve } from './listing.fixture.ts';
import { type ReportJobOptions, reportJob } from './report-job.ts';

const silent = (): void => undefined;
const log: Logger = { debug: silent, info: silent, warn: silent, error: silent, child: () => log };
const read = jobState({
  ...{ at: 'status', waiting: ['queued', 'running'], ready: ['done'], failed: ['error'], lost: ['expired'] },
  document: (job) => ({ op: 'file', path: `/files/${(job as { file?: string }).file}` }),
});
const done = { status: 'done', file: 'a' };

const isReply = (word: object | HttpReply): word is HttpReply => 'json' in word;

/** A DSP whose jobs say one thing after the other; the last word stays. Orders are numbered from 1. */
function world(words: readonly (object | HttpReply)[], options: Partial<ReportJobOptions> = {}) {
  const clock = new VirtualClock({ wallMs: Date.UTC(2026, 4, 1) });
  const polls: number[] = [];
  const stop = new AbortController();
  let orders = 0;
  const { http, seen } = serve((request) => {
    if (request.op === 'order') return replyOf({ id: ++orders });
    polls.push(clock.mono());
    const word = words[Math.min(polls.length, words.length) - 1] ?? {};
    return isReply(word) ? word : replyOf(word);
  });
  const locate = reportJob(
    { http: { ...http, download: () => expect.fail('nothing is downloaded') }, clock, log, signal: stop.signal },
    {
      order: { op: 'order', method: 'POST', path: '/exports', body: '{}' },
      id: 'id',
      poll: (id) => ({ op: 'poll', path: `/exports/${id}` }),
      read,
      ...options,
    },
  );
  return { clock, polls, stop, locate, seen, orders: () => orders };
}

const paths = (seen: readonly HttpRequest[]) => seen.map(({ path }) => path);
const status = (code: number): HttpReply => ({ ...replyOf({}), status: code });
const headed = (body: object, retryAfter: string) => replyOf(body, { headers: { 'retry-after': retryAfter } });

test('a job is ordered once, polled with growing pauses, and its document told', async () => {
  const { clock, polls, locate, seen, orders } = world([
    ...Array.from({ length: 5 }, () => ({ status: 'running' })),
    done,
  ]);
  expect(await clock.run(locate())).toEqual({ op: 'file', path: '/files/a' });
  expect(polls).toEqual([0, 2_000, 5_000, 9_500, 16_250, 26_375]);
  expect([orders(), new Set(paths(seen).slice(1))]).toEqual([1, new Set(['/exports/1'])]);
});

test('a further call asks the same job for a fresh address and orders nothing', async () => {
  const { clock, locate, orders } = world([done, { status: 'done', file: 'b' }]);
  await clock.run(locate());
  expect(await clock.run(locate())).toEqual({ op: 'file', path: '/files/b' });
  expect(orders()).toBe(1);
});

test('a job that is there already is taken in place of a new one', async () => {
  const { clock, locate, seen, orders } = world([done], { find: async () => '77' });
  await clock.run(locate());
  expect([orders(), paths(seen)]).toEqual([0, ['/exports/77']]);
});

test('no poll comes earlier than the DSP asked for, in seconds, as a date or in the words of its own', async () => {
  const waits = [
    headed({ status: 'queued' }, '30'),
    headed({ status: 'queued' }, 'Fri, 01 May 2026 00:02:00 GMT'),
    headed({ status: 'queued' }, 'soon'),
    done,
  ];
  const { clock, polls, locate } = world(waits);
  await clock.run(locate());
  expect(polls).toEqual([0, 30_000, 120_000, 124_500]);
  const own = (reply: HttpReply): JobState =>
    polled.polls.length === 1 ? { state: 'waiting', afterMs: 42_000 } : read(reply, 'poll');
  const polled = world([done], { read: own });
  await polled.clock.run(polled.locate());
  expect(polled.polls).toEqual([0, 42_000]);
});

test('a job that takes longer than a run waits parks the report until an instant', async () => {
  const { clock, locate } = world([{ status: 'running' }], { patienceMs: 60_000 });
  const failure = clock.run(locate());
  await expect(failure).rejects.toMatchObject({ code: 'REPORT_NOT_READY', disposition: 'defer' });
  expect(clock.mono()).toBeLessThanOrEqual(60_000);
  await expect(failure).rejects.toMatchObject({ details: { retryAt: clock.wall() + 900_000 } });
  const far = world([headed({ status: 'queued' }, '86400')]);
  await expect(far.clock.run(far.locate())).rejects.toMatchObject({
    details: { retryAt: Date.UTC(2026, 4, 2) },
  });
  expect(far.polls).toEqual([0]);
});

test('a job that fails is told, and not ordered again', async () => {
  const { clock, locate, orders } = world([{ status: 'error', message: 'secret' }]);
  const failure = clock.run(locate());
  await expect(failure).rejects.toMatchObject({ code: 'JOB_FAILED' });
  await expect(failure).rejects.not.toThrow(/secret/);
  expect(orders()).toBe(1);
});

test('a new job may be unknown for a moment, and is not ordered twice for it', async () => {
  const { clock, locate, orders } = world([status(404), status(404), { status: 'queued' }, done]);
  await clock.run(locate());
  expect(orders()).toBe(1);
});

test('a job that vanishes is replaced, and jobs that vanish without end are told', async () => {
  const { clock, locate, orders } = world([{ status: 'queued' }, status(410), done]);
  await clock.run(locate());
  expect(orders()).toBe(2);
  const never = world([status(404)], { find: async () => '77' });
  await expect(never.clock.run(never.locate())).rejects.toMatchObject({ code: 'JOB_LOST', details: { jobs: 3 } });
  expect([never.orders(), never.seen.filter(({ path }) => path === '/exports/77')]).toEqual([2, [expect.anything()]]);
});

test('a stop ends the wait at once', async () => {
  const { clock, locate, stop, polls } = world([{ status: 'running' }]);
  const waiting = locate();
  await clock.settle();
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  expect([polls.length, clock.pending]).toEqual([1, 0]);
});

test('an order without an id, a job without a state and a state nobody knows are told by their names only', async () => {
  for (const [words, options] of [
    [[done], { id: 'job.id' }],
    [[{}], {}],
    [[{ status: 'l33t' }], {}],
  ] as const) {
    const { clock, locate } = world(words, options);
    const failure = clock.run(locate());
    await expect(failure).rejects.toMatchObject({ code: 'JOB_UNEXPECTED', disposition: 'abort' });
    await expect(failure).rejects.not.toThrow(/l33t/);
  }
});

test('what the order or a poll is refused with goes through', async () => {
  const { clock, locate } = world([], {
    read: () => {
      throw new UpstreamError('down');
    },
  });
  await expect(clock.run(locate())).rejects.toThrow('down');
});

test('a pace that cannot be is refused when the job is described', () => {
  expect(() => world([], { everyMs: 99 })).toThrow(
    'everyMs of a report job is 99; it must be a whole number of at least 100.',
  );
  expect(() => world([], { maxEveryMs: 1_000 })).toThrow('maxEveryMs');
  expect(() => world([], { maxJobs: 0 })).toThrow('maxJobs');
});

test('whatever a DSP says of its jobs, a run ends: with a document, or with a word why', async () => {
  const word = fc.oneof(
    fc.constantFrom<object | HttpReply>(
      done,
      { status: 'queued' },
      { status: 'expired' },
      { status: 'error' },
      status(404),
    ),
    fc.integer({ min: 0, max: 100_000 }).map((seconds) => headed({ status: 'running' }, `${seconds}`)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 12 }), fc.boolean(), async (words, findable) => {
      const { clock, locate, polls, orders } = world(words, findable ? { find: async () => '77' } : {});
      const end = await clock.run(
        locate().then(
          ({ op }) => op,
          ({ code }: { code: string }) => code,
        ),
      );
      expect(['file', 'REPORT_NOT_READY', 'JOB_FAILED', 'JOB_LOST']).toContain(end);
      expect(orders()).toBeLessThanOrEqual(3);
      for (const [index, at] of polls.entries()) if (index > 0) expect(at).toBeGreaterThanOrEqual(polls[index - 1]!);
      expect(clock.pending).toBe(0);
    }),
  );
});
